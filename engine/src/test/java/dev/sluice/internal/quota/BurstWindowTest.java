package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BurstWindowTest {
  private static final long SECOND = 1_000_000_000L;

  private final BurstWindow window = new BurstWindow(Optional.empty(), 0);

  @Test
  void it_begins_at_ten_seconds() {
    assertThat(window.seconds()).isEqualTo(10);
  }

  @Test
  void it_grows_by_a_fifth_every_two_seconds_while_it_alone_holds_calls_back() {
    assertThat(window.binding(SECOND)).isFalse();
    assertThat(window.binding(2 * SECOND)).isTrue();
    assertThat(window.binding(3 * SECOND)).isFalse();
    assertThat(window.seconds()).isCloseTo(12, within(1e-9));
  }

  @Test
  void it_is_never_longer_than_a_minute_or_shorter_than_a_second() {
    for (int at = 0; at < 600; at++) {
      boolean _ = window.binding(at * SECOND);
      assertThat(window.seconds()).isLessThanOrEqualTo(60);
    }
    assertThat(window.seconds()).isEqualTo(60);
    for (int at = 0; at < 20; at++) {
      boolean _ = window.throttled(at * SECOND);
      assertThat(window.seconds()).isGreaterThanOrEqualTo(1);
    }
    assertThat(window.throttled(30 * SECOND)).isFalse();
  }

  @Test
  void a_refusal_shrinks_it_and_it_rests_for_a_minute() {
    assertThat(window.throttled(0)).isTrue();
    assertThat(window.seconds()).isCloseTo(6, within(1e-9));
    assertThat(window.binding(59 * SECOND)).isFalse();
    assertThat(window.binding(60 * SECOND)).isTrue();
  }

  @Test
  void what_was_refused_bounds_it_until_another_refusal_is_affordable() {
    boolean _ = window.throttled(0);
    for (int at = 60; at < 300; at++) {
      boolean _ = window.binding(at * SECOND);
    }
    assertThat(window.seconds()).isCloseTo(10 / 1.02 / 1.2, within(1e-9));
    for (int i = 0; i < SafetyMargin.ATTEMPTS_PER_REFUSAL; i++) {
      window.attempted();
    }
    assertThat(window.binding(300 * SECOND)).isTrue();
  }

  @Test
  void one_that_was_cleared_of_the_refusals_grows_freely() {
    boolean _ = window.throttled(0);
    window.acquitted();
    for (int at = 60; at < 300; at++) {
      boolean _ = window.binding(at * SECOND);
    }
    assertThat(window.seconds()).isEqualTo(60);
  }

  @Test
  void it_is_young_for_as_long_as_it_is_wide() {
    assertThat(window.young(0)).isFalse();
    boolean _ = window.binding(2 * SECOND);
    assertThat(window.young(13 * SECOND)).isTrue();
    assertThat(window.young(14 * SECOND)).isFalse();
  }

  @Test
  void a_configured_one_stays() {
    var fixed = new BurstWindow(Optional.of(Duration.ofSeconds(5)), 0);
    assertThat(fixed.binding(100 * SECOND)).isFalse();
    assertThat(fixed.throttled(100 * SECOND)).isFalse();
    assertThat(fixed.seconds()).isEqualTo(5);
  }
}

package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LimitEstimateTest {
  private static final long SECOND = 1_000_000_000L;

  private final LimitEstimate stated = new LimitEstimate(OptionalLong.of(1_000), 0);
  private final LimitEstimate unknown = new LimitEstimate(OptionalLong.empty(), 0);

  @Test
  void it_is_the_lowest_of_what_is_configured_reported_and_learned() {
    assertThat(stated.limit()).isEqualTo(1_000);
    stated.reported(800);
    assertThat(stated.limit()).isEqualTo(800);
    stated.lower(500, 0);
    assertThat(stated.limit()).isEqualTo(500);
    assertThat(stated.isLearned()).isTrue();
    stated.reported(2_000);
    assertThat(stated.limit()).isEqualTo(1_000);
  }

  @Test
  void there_is_none_until_somebody_says_or_refuses() {
    assertThat(unknown.limit()).isInfinite();
    assertThat(unknown.known()).isFalse();
    unknown.lower(100, 0);
    assertThat(unknown.limit()).isEqualTo(100);
    assertThat(unknown.known()).isFalse();
  }

  @Test
  void a_stated_one_is_not_believed_to_be_a_hundred_times_lower() {
    stated.lower(1, 0);
    assertThat(stated.limit()).isEqualTo(10);
    unknown.lower(0.001, 0);
    assertThat(unknown.limit()).isEqualTo(1);
  }

  @Test
  void it_grows_by_a_fiftieth_each_ten_seconds_while_all_of_it_is_used() {
    stated.lower(800, 0);
    assertThat(stated.saturated(9 * SECOND)).isFalse();
    assertThat(stated.saturated(10 * SECOND)).isTrue();
    assertThat(stated.limit()).isCloseTo(816, within(1e-9));
    assertThat(stated.saturated(11 * SECOND)).isFalse();
  }

  @Test
  void it_grows_by_a_fifth_below_half_of_what_was_refused() {
    stated.lower(400, 0);
    assertThat(stated.saturated(10 * SECOND)).isTrue();
    assertThat(stated.limit()).isCloseTo(480, within(1e-9));
  }

  @Test
  void it_stops_a_little_below_what_was_refused_until_another_refusal_is_affordable() {
    stated.lower(900, 0);
    for (int at = 10; at < 1_000; at += 10) {
      boolean _ = stated.saturated(at * SECOND);
    }
    assertThat(stated.limit()).isCloseTo(1_000 / 1.02 / 1.02, within(1e-9));
    for (int i = 0; i < SafetyMargin.ATTEMPTS_PER_REFUSAL; i++) {
      stated.attempted();
    }
    for (int at = 1_000; at < 1_100; at += 10) {
      boolean _ = stated.saturated(at * SECOND);
    }
    assertThat(stated.limit()).isEqualTo(1_000);
    assertThat(stated.isLearned()).isFalse();
  }

  @Test
  void cuts_in_one_minute_are_one_reaction() {
    stated.lower(500, 0);
    stated.lower(250, SECOND);
    for (int at = 11; at < 1_000; at += 10) {
      boolean _ = stated.saturated(at * SECOND);
    }
    assertThat(stated.limit()).isCloseTo(1_000 / 1.02 / 1.02, within(1e-9));
  }

  @Test
  void what_is_lifted_is_as_it_was_stated() {
    stated.lower(100, 0);
    stated.lift(700);
    assertThat(stated.limit()).isEqualTo(700);
    stated.lift(5_000);
    assertThat(stated.limit()).isEqualTo(1_000);
  }

  @Test
  void headers_that_say_the_same_again_undo_nothing_that_was_learned() {
    stated.reported(800);
    stated.lower(400, 0);
    stated.reported(801);
    assertThat(stated.limit()).isEqualTo(400);
    stated.reported(600);
    assertThat(stated.limit()).isEqualTo(600);
  }
}

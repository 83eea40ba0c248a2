package dev.sluice.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// C2, in virtual time.
class MinimumBodyRateTest {
  private static final long BEGUN = 7_000;
  private static final int KIB = 1024;

  private final MinimumBodyRate pace =
      new MinimumBodyRate(ClientTimeouts.of(Duration.ofSeconds(10), Duration.ofSeconds(30)), BEGUN);

  private boolean goesOn(int arrived, double seconds) {
    return pace.look(arrived, BEGUN + (long) (seconds * 1e9)).isPresent();
  }

  @Test
  void a_body_that_keeps_its_rate_has_all_the_time_it_needs() {
    assertThat(pace.first()).isEqualTo(Duration.ofSeconds(10));
    for (int second = 10; second <= 20 * KIB; second++) {
      assertThat(goesOn(second * KIB, second)).isTrue();
    }
  }

  @Test
  void a_body_below_its_rate_is_given_up_after_ten_seconds() {
    assertThat(goesOn(KIB, 9)).isTrue();
    assertThat(goesOn(9 * KIB, 10)).isFalse();
  }

  @Test
  void a_body_that_stops_is_given_up_however_fast_it_came() {
    int much = 20 << 20;
    assertThat(goesOn(much, 10)).isTrue();
    assertThat(goesOn(much, 36)).isTrue();
    assertThat(goesOn(much, 40)).isFalse();
  }

  @Test
  void a_body_that_came_fast_must_go_on() {
    int much = 20 << 20;
    int second = 10;
    while (goesOn(much + second / 10, second)) {
      second++;
    }
    assertThat(second).isBetween(30, 40);
  }

  @Test
  void the_time_in_which_a_client_was_not_read_is_none_of_its_own() {
    int much = 20 << 20;
    assertThat(goesOn(much, 10)).isTrue();
    pace.restart(much, BEGUN + 60_000_000_000L);
    assertThat(goesOn(much, 60)).isTrue();
    assertThat(goesOn(much, 69)).isTrue();
    assertThat(goesOn(much + 10 * KIB, 70)).isTrue();
    assertThat(goesOn(much + 10 * KIB, 71)).isFalse();
  }

  @Test
  void it_is_looked_at_when_its_silence_would_be_too_long() {
    pace.look(1 << 20, BEGUN);
    assertThat(pace.look(1 << 20, BEGUN + 29_500_000_000L)).contains(Duration.ofMillis(500));
  }
}

package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.pipeline.Service;
import dev.sluice.internal.wiring.RaceDay.Nature;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A day of a gateway in virtual time, with what races, breakers and timeouts do together.
class RaceDayTest {
  private static final Nature QUICK = new Nature(Duration.ofMillis(500), 0.4, 200, false, false);

  /// Silent for 90 s, which is billed.
  private static final Nature THINKS = new Nature(Duration.ofSeconds(90), 0.1, 200, true, false);

  /// Silent for ever.
  private static final Nature DEAD = new Nature(Duration.ofSeconds(1), 0, 200, false, true);

  /// With 3 % errors: no answer is lost to a race, none costs too much, no circuit opens.
  @ParameterizedTest
  @ValueSource(longs = 1)
  void a_day_with_errors_and_thinking_models_loses_nothing_to_races(long seed) {
    var day = new RaceDay(seed);
    begin(day, "m", QUICK, Duration.ofSeconds(4));
    begin(day, "o3", THINKS, Duration.ofSeconds(30));
    begin(day, "unknown", THINKS, Duration.ofSeconds(30));
    day.loop.run(Duration.ofHours(24));
    System.out.printf(
        "24 h, seed %d: %d calls, %d failed, %d races, %d won, %.2f %% more tokens, %d openings%n",
        seed, day.calls, day.failed, day.races, day.won, 100 * day.wasted(), day.openings());
    assertThat(day.calls).isGreaterThan(25_000);
    assertThat(day.races).isGreaterThan(100);
    assertThat(day.lost).isZero();
    // Three errors in a row.
    assertThat(day.failed).isLessThanOrEqualTo(4);
    assertThat(day.wasted()).isPositive().isLessThanOrEqualTo(0.025);
    assertThat(day.openings()).isZero();
  }

  private static void begin(RaceDay day, String model, Nature nature, Duration each) {
    Service route =
        day.route(
            day.target("a/" + model, 0, nature),
            day.target("b/" + model, 0, nature),
            day.target("c/" + model, 1, nature));
    day.begin(route, model, each);
  }

  /// In a new process, so that nothing is learned.
  @Test
  void a_silent_target_opens_within_ten_calls_although_each_was_rescued() {
    var day = new RaceDay(7);
    Service route = day.route(day.target("a/m", 0, DEAD), day.target("b/m", 1, QUICK));
    day.begin(route, "m", Duration.ofSeconds(20));
    while (day.openings() == 0 && day.calls < 100) {
      day.loop.run(Duration.ofSeconds(1));
    }
    assertThat(day.openings()).isEqualTo(1);
    assertThat(day.calls).isLessThanOrEqualTo(10);
    assertThat(day.lost + day.failed).isZero();
  }
}

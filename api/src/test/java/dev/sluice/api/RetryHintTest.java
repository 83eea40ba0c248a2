package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintTest {
  private static final ApiError UNKNOWN =
      ApiErrors.of(new Failed.Overloaded(503, Optional.empty(), "busy"));

  private final RetryHint comeBack = new RetryHint(random());

  private static java.util.function.Supplier<SplittableRandom> random() {
    var random = new SplittableRandom(9);
    return () -> random;
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 2000", "2, 4000", "3, 8000", "9999, 8000"})
  void where_nobody_knows_it_is_a_backoff_spread_upward(int retries, long millis) {
    assertSpread(UNKNOWN, AttemptHistory.NONE, retries, millis, millis * 3 / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 90, 86_400})
  void a_hint_is_passed_on_unchanged(long seconds) {
    Optional<Duration> hint = Optional.of(Duration.ofSeconds(seconds));
    ApiError hinted = ApiErrors.of(new Failed.Overloaded(503, hint, "busy"));
    assertThat(comeBack.after(hinted, AttemptHistory.NONE, 2)).isEqualTo(hint);
    AttemptHistory sooner = comingBack(Duration.ofSeconds(seconds));
    assertThat(comeBack.after(hinted, sooner, 2)).isEqualTo(hint);
  }

  @Test
  void no_client_is_told_to_come_before_the_route_is_open() {
    AttemptHistory open = comingBack(Duration.ofSeconds(20));
    assertSpread(UNKNOWN, open, 0, 20_000, 22_000);
    Optional<Duration> hint = Optional.of(Duration.ofSeconds(2));
    assertSpread(ApiErrors.of(new Failed.Overloaded(503, hint, "m")), open, 0, 20_000, 22_000);
    assertSpread(UNKNOWN, comingBack(Duration.ofMillis(900)), 0, 1_000, 1_500);
  }

  @Test
  void who_waits_for_the_same_circuit_comes_spread_behind_it() {
    var shed = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(Duration.ofMillis(300)));
    assertSpread(ApiErrors.of(shed), AttemptHistory.NONE, 0, 300, 550);
  }

  @Test
  void what_cannot_succeed_is_not_to_come_back() {
    AttemptHistory open = comingBack(Duration.ofSeconds(20));
    assertThat(comeBack.after(ApiErrors.of(new Failed.Exhausted("m")), open, 0)).isEmpty();
  }

  private void assertSpread(
      ApiError error, AttemptHistory history, int retries, long least, long most) {
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 0; i < 1_000; i++) {
      long wait = comeBack.after(error, history, retries).orElseThrow().toMillis();
      shortest = Math.min(shortest, wait);
      longest = Math.max(longest, wait);
    }
    assertThat(shortest).isBetween(least, least + (most - least) / 10);
    assertThat(longest).isBetween(most - (most - least) / 10, most);
  }

  private static AttemptHistory comingBack(Duration wait) {
    return new AttemptHistory(
        "", 0, List.of(), Duration.ZERO, Optional.of(wait), Map.of(), OptionalLong.empty());
  }
}

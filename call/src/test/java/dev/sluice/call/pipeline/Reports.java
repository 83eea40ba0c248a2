package dev.sluice.call.pipeline;

import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reports for tests.
public final class Reports {
  private Reports() {}

  /// A report that knows of no route, no times of attempts and no head.
  public static Report of(
      Outcome outcome,
      AttemptHistory history,
      Duration duration,
      Optional<Duration> firstToken,
      Duration overhead,
      Usage usage,
      boolean committed) {
    return new Report(
        outcome,
        history,
        duration,
        firstToken,
        overhead,
        usage,
        committed,
        "",
        List.of(),
        Optional.empty());
  }
}

package dev.sluice.internal.observe;

import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What observers are told of calls and attempts, from their records.
final class Reports {
  private Reports() {}

  /// Returns the report of a call that has ended.
  ///
  /// @param begun when the call began, on [dev.sluice.call.runtime.Clock#nanos]
  static Report ofCall(Sink sink, Outcome outcome, long begun, long now) {
    CallInfo info = sink.info();
    List<AttemptInfo> made = info.attempts();
    long gateway =
        made.isEmpty()
            ? now - begun - info.queued().toNanos()
            : made.getFirst().begun() - begun - info.queuedBefore().toNanos();
    return new Report(
        outcome,
        info.history(),
        Duration.ofNanos(now - begun),
        first(info.firstToken(), begun),
        Duration.ofNanos(Math.max(0, gateway)),
        info.usage(),
        sink.committed(),
        info.route(),
        made.size() == 1
            ? List.of(times(made.getFirst(), begun, now))
            : made.stream().map(attempt -> times(attempt, begun, now)).toList(),
        info.head());
  }

  /// Returns the report of an attempt that has ended.
  ///
  /// @param attempt null where nothing was sent
  /// @param begun as in [#ofCall]
  static Report ofAttempt(
      @Nullable AttemptInfo attempt,
      String route,
      Outcome outcome,
      boolean committed,
      long begun,
      long now) {
    Duration took = Duration.ofNanos(now - begun);
    if (attempt == null) {
      return new Report(
          outcome,
          AttemptHistory.NONE,
          took,
          Optional.empty(),
          took,
          Usage.NONE,
          committed,
          route,
          List.of(),
          Optional.empty());
    }
    var step = attempt.step();
    return new Report(
        outcome,
        new AttemptHistory(attempt.target(), 1, List.of(step), Duration.ZERO),
        took,
        first(attempt.firstToken(), begun),
        Duration.ofNanos(Math.max(0, attempt.begun() - begun)),
        attempt.usage(),
        committed,
        route,
        List.of(times(attempt, begun, now)),
        attempt.head());
  }

  private static Optional<Duration> first(long token, long begun) {
    return token == AttemptInfo.NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(token - begun));
  }

  private static Report.Attempt times(AttemptInfo attempt, long begun, long now) {
    long ended = attempt.ended();
    return new Report.Attempt(
        attempt.target(),
        attempt.because(),
        attempt.begun() - begun,
        after(attempt.connected(), begun),
        after(attempt.firstToken(), begun),
        (ended == AttemptInfo.NEVER ? now : ended) - begun,
        attempt.trace());
  }

  private static long after(long instant, long begun) {
    return instant == AttemptInfo.NEVER ? Report.Attempt.NEVER : instant - begun;
  }
}

package dev.sluice.internal.observe;

import dev.sluice.call.Call;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.pipeline.Report;
import java.util.Optional;

/// The times of one attempt as a call's sink sees them, on [dev.sluice.call.runtime.Clock#nanos].
/// Written on the loop, read by the call's thread at its end.
final class AttemptTimes {
  private static final long NOT_YET = Long.MIN_VALUE;

  private final String target;
  private final Optional<String> because;
  private final Call.Trace trace;
  private final long begun;
  private volatile long connected = NOT_YET;
  private volatile long firstToken = NOT_YET;
  private volatile long ended = NOT_YET;

  AttemptTimes(AttemptHandle attempt, long now) {
    this.target = attempt.target();
    this.because = attempt.because();
    this.trace = attempt.trace();
    this.begun = now;
  }

  long begun() {
    return begun;
  }

  /// Records a connection. An attempt that asks twice connects twice; the first time counts.
  void connected(long now) {
    connected = connected == NOT_YET ? now : connected;
  }

  void firstToken(long now) {
    firstToken = firstToken == NOT_YET ? now : firstToken;
  }

  void end(long now) {
    ended = ended == NOT_YET ? now : ended;
  }

  /// Returns the times as durations since the call's arrival.
  ///
  /// @param now the end of an attempt that has not ended by itself
  Report.Attempt since(long arrived, long now) {
    long end = ended;
    return new Report.Attempt(
        target,
        because,
        begun - arrived,
        after(connected, arrived),
        after(firstToken, arrived),
        (end == NOT_YET ? now : end) - arrived,
        trace);
  }

  private static long after(long instant, long arrived) {
    return instant == NOT_YET ? Report.Attempt.NEVER : instant - arrived;
  }
}

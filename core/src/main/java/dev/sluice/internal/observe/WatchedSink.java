package dev.sluice.internal.observe;

import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.Optional;

/// Notes what goes by. Written on the loop, read by the call's thread when the answer has ended or
/// its caller has left.
final class WatchedSink extends ForwardingSink {
  private final Clock clock;
  private final long begun;

  private volatile long attached;
  private volatile long firstToken;
  private volatile Usage usage = Usage.NONE;
  private volatile AttemptHistory history = AttemptHistory.NONE;
  private boolean seenToken;

  /// @param begun since when to count, on [Clock#nanos]
  WatchedSink(Sink next, Clock clock, long begun) {
    super(next);
    this.clock = clock;
    this.begun = begun;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    if (history.attempts() == 0) {
      attached = clock.nanos();
    }
    history = history.and(attempt);
    next.attach(attempt);
  }

  @Override
  public void queued(Duration waited) {
    history = history.and(waited);
    next.queued(waited);
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL && !seenToken) {
      seenToken = true;
      firstToken = clock.nanos();
    }
    next.progress(progress);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    next.usage(usage);
  }

  Report report(Outcome outcome) {
    long now = clock.nanos();
    Duration overhead = Duration.ofNanos((history.attempts() == 0 ? now : attached) - begun);
    Optional<Duration> first =
        firstToken == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstToken - begun));
    return new Report(
        outcome, history, Duration.ofNanos(now - begun), first, overhead, usage, committed());
  }
}

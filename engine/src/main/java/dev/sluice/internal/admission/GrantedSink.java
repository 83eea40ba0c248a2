package dev.sluice.internal.admission;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.admission.queue.Grant;
import java.time.Duration;
import java.util.OptionalLong;

/// Sink that reports the progress of a grant's attempt to its permits. Written on the loop, read by
/// the call's thread at the end.
final class GrantedSink extends ForwardingSink {
  private final Waiter.Owner owner;
  private final Grant grant;
  private final Duration waited;
  private final Clock clock;

  private volatile Usage usage = Usage.NONE;
  private volatile boolean started;
  private volatile long startedAt;

  GrantedSink(Sink next, Waiter.Owner owner, Grant grant, Duration waited, Clock clock) {
    super(next);
    this.owner = owner;
    this.grant = grant;
    this.waited = waited;
    this.clock = clock;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    if (waited.isPositive()) {
      next.queued(waited);
    }
    next.attach(attempt);
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL && !started) {
      startedAt = clock.nanos();
      started = true;
      owner.started(grant, startedAt);
    }
    next.progress(progress);
  }

  @Override
  public void allowance(RateLimitInfo allowance) {
    owner.allowed(grant, allowance, clock.nanos());
    next.allowance(allowance);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    next.usage(usage);
  }

  AttemptResult settled(Outcome outcome) {
    OptionalLong at = started ? OptionalLong.of(startedAt) : OptionalLong.empty();
    return new AttemptResult(outcome, usage, grant.begun(), at, clock.nanos());
  }
}

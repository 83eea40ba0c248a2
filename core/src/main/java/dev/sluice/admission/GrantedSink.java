package dev.sluice.admission;

import dev.sluice.admission.queue.Grant;
import dev.sluice.call.Allowance;
import dev.sluice.call.Clock;
import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Outcome;
import dev.sluice.call.Progress;
import dev.sluice.call.Settled;
import dev.sluice.call.Sink;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.util.OptionalLong;

/// Sees for the grant's permits how its attempt comes along. Written on the loop, read by the
/// call's thread at the end.
final class GrantedSink extends ForwardingSink {
  private final Desk desk;
  private final Grant grant;
  private final Duration waited;
  private final Clock clock;

  private volatile Usage usage = Usage.NONE;
  private volatile boolean started;
  private volatile long startedAt;

  GrantedSink(Sink next, Desk desk, Grant grant, Duration waited, Clock clock) {
    super(next);
    this.desk = desk;
    this.grant = grant;
    this.waited = waited;
    this.clock = clock;
  }

  @Override
  public void attach(Feed feed) {
    if (waited.isPositive()) {
      next.queued(waited);
    }
    next.attach(feed);
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL && !started) {
      startedAt = clock.nanos();
      started = true;
      desk.started(grant, startedAt);
    }
    next.progress(progress);
  }

  @Override
  public void allowance(Allowance allowance) {
    desk.allowed(grant, allowance, clock.nanos());
    next.allowance(allowance);
  }

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    next.usage(usage);
  }

  Settled settled(Outcome outcome) {
    OptionalLong at = started ? OptionalLong.of(startedAt) : OptionalLong.empty();
    return new Settled(outcome, usage, grant.begun(), at, clock.nanos());
  }
}

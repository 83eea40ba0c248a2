package dev.sluice.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Loop;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import org.jspecify.annotations.Nullable;

/// Shows an attempt's progress to its [PhaseClock] and keeps one timer, which is not moved by every
/// event but looks, when it fires, how much time is left by then.
final class TimedSink extends ForwardingSink {
  private final TimeoutConfig bounds;
  private final Call call;
  private final Clock clock;

  // Confined to the loop.
  private @Nullable PhaseClock phases;
  private @Nullable Feed feed;

  // Set on the loop, stopped from the call's thread too.
  private volatile Loop.@Nullable Timer timer;
  private volatile boolean stopped;

  TimedSink(Sink next, TimeoutConfig bounds, Call call, Clock clock) {
    super(next);
    this.bounds = bounds;
    this.call = call;
    this.clock = clock;
  }

  @Override
  public void attach(Feed feed) {
    this.feed = feed;
    long now = clock.nanos();
    phases = new PhaseClock(bounds, call.facts().stream(), call.deadline(), now);
    next.attach(feed);
    arm(phases, now);
  }

  @Override
  public void progress(Progress progress) {
    if (phases != null) {
      phases.progress(progress, clock.nanos());
    }
    next.progress(progress);
  }

  @Override
  public void end() {
    stop();
    next.end();
  }

  /// The attempt has ended. Safe for any thread, any number of times.
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    Loop.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
  }

  private void arm(PhaseClock phases, long now) {
    if (!stopped) {
      timer = call.loop().schedule(phases.untilNext(now), this::look);
    }
  }

  private void look() {
    if (stopped || phases == null || feed == null) {
      return;
    }
    long now = clock.nanos();
    var expired = phases.expired(now);
    if (expired.isPresent()) {
      feed.abort(expired.get());
    } else {
      arm(phases, now);
    }
  }
}

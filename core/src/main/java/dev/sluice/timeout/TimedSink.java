package dev.sluice.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Feed;
import dev.sluice.call.ForwardingSink;
import dev.sluice.call.Loop;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Shows an attempt's progress to its [PhaseClock] and keeps one timer. An event that gives more
/// time does not move it: it looks, when it fires, how much time is left by then. Only what comes
/// due sooner, as the first wait of a shorter phase does, sets it anew.
final class TimedSink extends ForwardingSink {
  private final TimeoutConfig bounds;
  private final Call call;
  private final Clock clock;

  // Confined to the loop.
  private @Nullable PhaseClock phases;
  private @Nullable Feed feed;
  private long due;

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
      long now = clock.nanos();
      phases.progress(progress, now);
      hasten(phases, now);
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
      Duration left = phases.untilNext(now);
      due = now + left.toNanos();
      timer = call.loop().schedule(left, this::look);
    }
  }

  private void hasten(PhaseClock phases, long now) {
    Loop.Timer set = timer;
    if (set != null && now + phases.untilNext(now).toNanos() - due < 0) {
      set.cancel();
      arm(phases, now);
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

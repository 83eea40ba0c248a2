package dev.sluice.lab.nodes;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Timeline;
import java.time.Duration;
import java.time.Instant;

/// The clocks of one machine: the monotonic one begins anywhere, the wall clock may be wrong and
/// may jump.
final class NodeClock implements Clock {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);

  private final Timeline timeline;
  private final long offset;
  private Duration wrong = Duration.ZERO;

  /// @param offset of the monotonic clock, in nanoseconds
  NodeClock(Timeline timeline, long offset) {
    this.timeline = timeline;
    this.offset = offset;
  }

  /// Sets how wrong the wall clock is from now on.
  void wrong(Duration by) {
    wrong = by;
  }

  @Override
  public long nanos() {
    return timeline.now() + offset;
  }

  /// Returns the instant on the timeline at which the monotonic clock shows `nanos`.
  long onTimeline(long nanos) {
    return nanos - offset;
  }

  @Override
  public Instant wall() {
    return START.plusNanos(timeline.now()).plus(wrong);
  }
}

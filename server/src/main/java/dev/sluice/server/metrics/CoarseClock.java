package dev.sluice.server.metrics;

import dev.sluice.call.runtime.Loop;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;

/// The meters' clock. They ask for the time twice whenever something is recorded, a dozen times a
/// call, to see whether a window of a minute is over; a time that is a moment old will do. Safe for
/// any thread.
final class CoarseClock implements Clock {
  private static final Duration TICK = Duration.ofMillis(100);

  private volatile long millis = System.currentTimeMillis();

  /// Keeps the time from now on, until `loop` ends.
  public void tickOn(Loop loop) {
    millis = System.currentTimeMillis();
    var _ = loop.schedule(TICK, () -> tickOn(loop));
  }

  @Override
  public long wallTime() {
    return millis;
  }

  @Override
  public long monotonicTime() {
    return System.nanoTime();
  }
}

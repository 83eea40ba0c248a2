package dev.sluice.server;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when the test says so, from now on.
final class SteppedClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(Clock.SYSTEM.nanos());

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plusNanos(nanos());
  }
}

package dev.sluice.transport;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it.
public final class ManualClock implements Clock {
  private final AtomicLong nanos = new AtomicLong();

  public void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }
}

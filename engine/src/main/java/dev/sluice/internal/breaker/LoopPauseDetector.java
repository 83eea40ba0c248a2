package dev.sluice.internal.breaker;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Notices that the process, or its loop, was paused: a tick that comes late says so, and a tick
/// that is overdue does too, since after a pause the timers of attempts may run before it.
///
/// Ticks on the loop; may be asked on any thread.
public final class LoopPauseDetector implements PauseDetector, AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final long LATE = Duration.ofSeconds(1).toNanos();

  /// How long after a pause failures of attempts that were under way during it are put down to it,
  /// in nanoseconds.
  private static final long AFTERMATH = Duration.ofSeconds(2).toNanos();

  private final Loop loop;
  private final Clock clock;

  // Written on the loop.
  private volatile long ticked;
  private volatile @Nullable Pause latest;

  // Guarded by this.
  private Loop.@Nullable Timer next;
  private boolean closed;

  private record Pause(long from, long to) {}

  /// Starts to watch the loop, until [#close].
  public LoopPauseDetector(Loop loop, Clock clock) {
    this.loop = loop;
    this.clock = clock;
    this.ticked = clock.nanos();
    again();
  }

  @Override
  public boolean explain(long begun, long failed) {
    // In this order: a tick writes the pause first, so that one of both tells of it.
    boolean late = failed - ticked > LATE;
    Pause pause = latest;
    return late
        || (pause != null
            && begun - pause.to() <= 0
            && failed - pause.from() >= 0
            && failed - pause.to() <= AFTERMATH);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }

  private void tick() {
    long now = clock.nanos();
    if (now - ticked > LATE) {
      latest = new Pause(ticked, now);
    }
    ticked = now;
    again();
  }

  private synchronized void again() {
    if (!closed) {
      next = loop.schedule(TICK, this::tick);
    }
  }
}

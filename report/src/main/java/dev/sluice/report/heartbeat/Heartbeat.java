package dev.sluice.report.heartbeat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A timer on one loop that shows whether the loop turns.
///
/// ```text
/// stood still  since the last beat more than  period + 50 ms  have passed
///              without the time in which no processor had time for the loop's thread,
///              and the process did not stand still for half of that
/// ```
///
/// A beat that comes late says so, and a beat that is overdue does too: a call that holds up its
/// loop and ends in the same turn is asked about before the loop's timers run.
///
/// Beats on the loop; may be asked on any thread.
final class Heartbeat implements AutoCloseable {
  static final Duration PERIOD = Duration.ofMillis(25);

  /// The shortest standstill of a loop that is noted.
  static final Duration LEAST = Duration.ofMillis(50);

  private static final long PERIOD_NANOS = PERIOD.toNanos();
  private static final long LATE_NANOS = PERIOD.plus(LEAST).toNanos();

  private final Loop loop;
  private final Clock clock;
  private final ProcessPauses pauses;
  private final Supplier<LongSupplier> delays;

  // Written on the loop.
  private volatile @Nullable LongSupplier delay;
  private volatile long delayed;
  private volatile long beaten;
  private volatile @Nullable Stop latest;

  // Guarded by this.
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// A time in which the loop stood still.
  private record Stop(long from, long to) {}

  /// Starts to beat. To be closed.
  ///
  /// @param delays asked on the loop for how long its thread has waited for a processor in all
  Heartbeat(Loop loop, Clock clock, ProcessPauses pauses, Supplier<LongSupplier> delays) {
    this.loop = loop;
    this.clock = clock;
    this.pauses = pauses;
    this.delays = delays;
    this.beaten = clock.nanos();
    again();
  }

  /// Whether the loop stood still at some time between two instants, the later of which is now.
  boolean stoodStill(long from, long now) {
    Stop stop = latest;
    boolean before = stop != null && from - stop.to() <= 0 && now - stop.from() >= 0;
    return before || (now - beaten > LATE_NANOS && isLate(beaten, now, delayNow()));
  }

  /// While it is not known how long the loop's thread has waited for a processor, nothing is late.
  ///
  /// @param waited how long that is in all
  private boolean isLate(long last, long now, long waited) {
    return now - last - Math.max(0, waited - delayed) > LATE_NANOS
        && !(delay instanceof RunDelay file && file.isOpening())
        && !pauses.explain(last + PERIOD_NANOS, now);
  }

  private long delayNow() {
    LongSupplier known = delay;
    return known == null ? delayed : known.getAsLong();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
    if (delay instanceof RunDelay file) {
      file.close();
    }
  }

  private void beat() {
    try {
      long now = clock.nanos();
      long waited = delay();
      if (isLate(beaten, now, waited)) {
        latest = new Stop(beaten + PERIOD_NANOS, now);
      }
      beaten = now;
      delayed = waited;
    } finally {
      again();
    }
  }

  /// The first beat begins to count: what came before is not known.
  private long delay() {
    LongSupplier runDelay = delay;
    if (runDelay == null) {
      runDelay = delays.get();
      delay = runDelay;
      delayed = runDelay.getAsLong();
    }
    return runDelay.getAsLong();
  }

  private synchronized void again() {
    if (!closed) {
      next = loop.schedule(PERIOD, this::beat);
    }
  }
}

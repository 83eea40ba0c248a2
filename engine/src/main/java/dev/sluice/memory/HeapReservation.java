package dev.sluice.memory;

import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.call.runtime.Reservation;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// A part of a [HeapBudget]. The first bytes are counted exactly, since most bodies have no more;
/// from then on the part grows in steps, so that an answer that grows event by event hardly touches
/// the account.
///
/// A thread that closes the part while another one resizes it leaves the release to the resizing
/// thread.
final class HeapReservation implements Reservation {
  private static final long STEP = 16 * 1024;
  private static final long CLOSED = Long.MIN_VALUE;
  private static final long RESIZING = 1L << 62;

  /// A field updater instead of an atomic object of its own: each call has a reservation.
  private static final AtomicLongFieldUpdater<HeapReservation> STATE =
      AtomicLongFieldUpdater.newUpdater(HeapReservation.class, "state");

  private final HeapBudget budget;
  final Use use;
  final String owner;

  /// The bytes that are granted, with the flag [#RESIZING] while they change, and [#CLOSED] in the
  /// end.
  private volatile long state;

  /// How many of the granted bytes count against the owner's share. Guarded by [#RESIZING], or the
  /// closing.
  private long counted;

  private volatile boolean shareIsFull;

  HeapReservation(HeapBudget budget, Use use, String owner) {
    this.budget = budget;
    this.use = use;
    this.owner = owner;
  }

  @Override
  public boolean resize(long bytes) {
    long before = state;
    if (before < 0) {
      return false;
    }
    long after = stepped(before, bytes);
    if (after == before) {
      return true;
    }
    return STATE.compareAndSet(this, before, before | RESIZING) && resize(before, after);
  }

  private static long stepped(long before, long bytes) {
    if (bytes > before) {
      return before == 0 ? bytes : (bytes + STEP - 1) / STEP * STEP;
    }
    return bytes > 0 && before - bytes < STEP ? before : bytes;
  }

  private boolean resize(long before, long after) {
    boolean granted = after < before || grow(before, after);
    if (after < before) {
      counted = budget.shrink(this, before, after, counted);
    }
    long now = granted ? after : before;
    if (STATE.compareAndSet(this, before | RESIZING, now)) {
      return granted;
    }
    giveBack(now);
    return false;
  }

  private boolean grow(long before, long after) {
    long counts = budget.grow(this, before, after, counted);
    shareIsFull = counts == HeapBudget.SHARE_FULL;
    counted = counts < 0 ? counted : counts;
    return counts >= 0;
  }

  @Override
  public boolean shareIsFull() {
    return shareIsFull;
  }

  @Override
  public void close() {
    long before = STATE.getAndUpdate(this, now -> now | CLOSED);
    if (before >= 0 && (before & RESIZING) == 0) {
      giveBack(before);
    }
  }

  private void giveBack(long held) {
    if (held > 0) {
      counted = budget.shrink(this, held, 0, counted);
    }
  }
}

package dev.sluice.admission.queue;

import org.jspecify.annotations.Nullable;

/// Waiting calls by their place, in slots of a fraction of a second: a calendar queue (Brown,
/// 1988). Each slot is a list in the order of arrival, and sums over the slots tell what stands in
/// front of a place, so that putting in, taking out and asking are independent of how many wait.
///
/// A place further away than the slots reach counts as the last one.
final class Calendar {
  static final int SLOTS = 512;
  private static final int WORDS = SLOTS / Long.SIZE;

  private final long width;
  private final @Nullable Ticket[] first = new @Nullable Ticket[SLOTS];
  private final @Nullable Ticket[] last = new @Nullable Ticket[SLOTS];
  private final Sums sums = new Sums(SLOTS);
  private final long[] taken = new long[WORDS];

  /// The slot of the earliest place that there can be; its neighbours follow in a ring.
  private long base;

  private int size;

  /// @param width of a slot, in nanoseconds
  Calendar(long width) {
    this.width = width;
  }

  /// How wide slots must be to reach over `span`.
  static long widthFor(long span) {
    return Math.max(1, span / (SLOTS - 2));
  }

  int size() {
    return size;
  }

  void add(Ticket ticket) {
    long slot = Math.floorDiv(ticket.place, width);
    if (size == 0) {
      base = slot - SLOTS / 2;
    } else if (slot < base) {
      rebase(slot);
    } else if (slot >= base + SLOTS) {
      rebase(slot - SLOTS + 1);
    }
    ticket.slot = Math.clamp(slot, base, base + SLOTS - 1);
    append(ticket);
    size++;
  }

  void remove(Ticket ticket) {
    int at = index(ticket.slot);
    Ticket before = ticket.before;
    Ticket after = ticket.after;
    if (before == null) {
      first[at] = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last[at] = before;
    } else {
      after.before = before;
    }
    ticket.before = null;
    ticket.after = null;
    sums.add(at, ticket.cost, -1);
    if (first[at] == null) {
      taken[at >> 6] &= ~(1L << at);
    }
    size--;
  }

  /// The one in front.
  @Nullable Ticket head() {
    return size == 0 ? null : from(base);
  }

  /// The one behind `ticket`.
  @Nullable Ticket behind(Ticket ticket) {
    Ticket after = ticket.after;
    return after != null ? after : from(ticket.slot + 1);
  }

  /// Adds to `into` what stands in front of `place`, those in its own slot included.
  void before(long place, Sum into) {
    long end = Math.floorDiv(place, width) + 1;
    if (end >= base + SLOTS) {
      sums.first(SLOTS, 1, into);
    } else if (end > base) {
      if (index(end) <= index(base)) {
        sums.first(SLOTS, 1, into);
      }
      sums.first(index(end), 1, into);
      sums.first(index(base), -1, into);
    }
  }

  private void append(Ticket ticket) {
    int at = index(ticket.slot);
    Ticket tail = last[at];
    ticket.before = tail;
    if (tail == null) {
      first[at] = ticket;
      taken[at >> 6] |= 1L << at;
    } else {
      tail.after = ticket;
    }
    last[at] = ticket;
    sums.add(at, ticket.cost, 1);
  }

  /// Moves the ring so that it begins at `wanted`, or as near to that as those in it allow.
  private void rebase(long wanted) {
    long lowest = next(base);
    if (wanted > base) {
      base = Math.min(wanted, lowest);
    } else {
      long highest = base + SLOTS - 1;
      while (first[index(highest)] == null) {
        highest--;
      }
      base = Math.max(wanted, highest - SLOTS + 1);
    }
  }

  private @Nullable Ticket from(long slot) {
    long found = next(slot);
    return found < base + SLOTS ? first[index(found)] : null;
  }

  /// The first slot from `slot` on that is not empty; the end of the ring when there is none.
  private long next(long slot) {
    long end = base + SLOTS;
    while (slot < end) {
      int at = index(slot);
      long word = taken[at >> 6] >>> at;
      if (word != 0) {
        return Math.min(end, slot + Long.numberOfTrailingZeros(word));
      }
      slot += Long.SIZE - (at & (Long.SIZE - 1));
    }
    return end;
  }

  private static int index(long slot) {
    return (int) (slot & (SLOTS - 1));
  }
}

package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Calendar queue (Brown, 1988): waiting calls, its members, by their priority keys, in slots of a
/// fraction of a second. Each slot is a list in the order of arrival, and sums over the slots say
/// what goes before a key, so that putting in, taking out and asking are independent of how many
/// wait.
///
/// A key beyond the last slot counts as the last one.
final class CalendarQueue<E extends CalendarQueue.Member<E>> {
  static final int SLOTS = 512;

  private final long width;
  private final @Nullable E[] first = slots();
  private final @Nullable E[] last = slots();
  private final FenwickTree tree = new FenwickTree(SLOTS);
  private final BitSet taken = new BitSet(SLOTS);

  /// The slot of the smallest key that there can be; its neighbours follow in a ring.
  private long base;

  private int size;

  /// A member of at most one calendar at a time. Its key and its cost must not change while it is
  /// in.
  public abstract static class Member<E> {
    long slot;
    @Nullable E before;
    @Nullable E after;

    /// Returns the member's priority key, in nanoseconds.
    protected abstract long key();

    /// Returns what the member's call is expected to take, in whole tokens.
    protected abstract Cost cost();
  }

  /// @param width the width of a slot, in nanoseconds
  public CalendarQueue(long width) {
    this.width = width;
  }

  /// Returns how wide slots must be to reach over `span`, in nanoseconds.
  public static long widthFor(long span) {
    return Math.max(1, span / (SLOTS - 2));
  }

  /// Returns how many members are in the queue.
  public int size() {
    return size;
  }

  /// Puts it in, behind those of its slot.
  public void add(E member) {
    long slot = Math.floorDiv(member.key(), width);
    if (size == 0) {
      base = slot - SLOTS / 2;
    } else if (slot < base) {
      rebase(slot);
    } else if (slot >= base + SLOTS) {
      rebase(slot - SLOTS + 1);
    }
    member.slot = Math.clamp(slot, base, base + SLOTS - 1);
    append(member);
    size++;
  }

  /// Takes out a member that is in the queue.
  public void remove(E member) {
    int at = index(member.slot);
    E before = member.before;
    E after = member.after;
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
    member.before = null;
    member.after = null;
    tree.add(at, member.cost(), -1);
    if (first[at] == null) {
      taken.clear(at);
    }
    size--;
  }

  /// Returns the member with the smallest key; null when the queue is empty.
  public @Nullable E head() {
    return size == 0 ? null : from(base);
  }

  /// Returns the member behind `member`; null when it is the last one.
  public @Nullable E behind(E member) {
    E after = member.after;
    return after != null ? after : from(member.slot + 1);
  }

  /// Adds to `into` what goes before `key`, the calls of its own slot included.
  public void before(long key, Demand into) {
    long end = Math.floorDiv(key, width) + 1;
    if (end >= base + SLOTS) {
      tree.first(SLOTS, 1, into);
    } else if (end > base) {
      if (index(end) <= index(base)) {
        tree.first(SLOTS, 1, into);
      }
      tree.first(index(end), 1, into);
      tree.first(index(base), -1, into);
    }
  }

  private void append(E member) {
    int at = index(member.slot);
    E tail = last[at];
    member.before = tail;
    if (tail == null) {
      first[at] = member;
      taken.set(at);
    } else {
      tail.after = member;
    }
    last[at] = member;
    tree.add(at, member.cost(), 1);
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

  private @Nullable E from(long slot) {
    long found = next(slot);
    return found < base + SLOTS ? first[index(found)] : null;
  }

  /// Returns the first slot from `slot` on that is not empty; the end of the ring when there is
  /// none.
  private long next(long slot) {
    int at = index(slot);
    int found = taken.nextSetBit(at);
    int wrapped = found < 0 ? taken.nextSetBit(0) + SLOTS : found;
    return wrapped < at ? base + SLOTS : Math.min(base + SLOTS, slot + wrapped - at);
  }

  @SuppressWarnings("unchecked")
  private static <E> @Nullable E[] slots() {
    return (@Nullable E[]) new @Nullable Member<?>[SLOTS];
  }

  private static int index(long slot) {
    return (int) (slot & (SLOTS - 1));
  }
}

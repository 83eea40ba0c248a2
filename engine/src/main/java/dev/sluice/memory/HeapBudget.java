package dev.sluice.memory;

import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.stats.MemoryStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The memory budget of one process. The granted bytes never exceed its size.
///
/// - Copies stop at 3/4 of it, so that what calls cannot do without finds room.
/// - Parts of more than [#SMALL] stop at 15/16: the rest is for small calls.
/// - Above one half, one owner has a share: its larger parts may fill 1/4 together, but for a
///   single one that goes beyond, and the parts that are small then may fill as much. Below that no
///   owner has a share: an owner that is alone is not throttled by it.
public final class HeapBudget implements MemoryBudget, MemoryStats {
  /// Larger parts always count against their owner's share, and leave the reserve for small ones
  /// alone. Smaller ones count where they are taken above one half.
  public static final long SMALL = 64 * 1024;

  static final long REFUSED = -1;
  static final long SHARE_FULL = -2;

  private final long max;
  private final AtomicLong used = new AtomicLong();
  private final Shares large = new Shares();
  private final Shares small = new Shares();

  /// The bytes of every use but bodies, which are the rest: most calls have nothing else.
  private final Map<Use, AtomicLong> byUse = new EnumMap<>(Use.class);

  private final Map<Use, LongAdder> refused = new EnumMap<>(Use.class);

  /// @param max the size of the budget in bytes, at least 1
  public HeapBudget(long max) {
    if (max < 1) {
      throw new IllegalArgumentException("the memory budget is " + max + " bytes; at least 1");
    }
    this.max = max;
    for (Use use : Use.values()) {
      byUse.put(use, new AtomicLong());
      refused.put(use, new LongAdder());
    }
  }

  /// Returns the size of the budget where the configuration says none, in bytes.
  ///
  /// @param heap the largest that the heap may become, in bytes
  public static long usual(long heap) {
    return heap / 2;
  }

  /// Returns how many bytes of a budget of `max` one part may have at most.
  public static long largest(long max) {
    return max - max / 16;
  }

  @Override
  public Reservation reserve(Use use, String owner) {
    return new HeapReservation(this, use, owner);
  }

  @Override
  public boolean tight(String owner) {
    long now = used.get();
    return now > max - max / 4 || (now > half() / 4 * 3 && large.of(owner) > quarter() / 4 * 3);
  }

  @Override
  public long used() {
    return used.get();
  }

  @Override
  public long used(Use use) {
    return use == Use.BODY ? Math.max(0, used() - others()) : of(byUse, use).get();
  }

  private long others() {
    return of(byUse, Use.ANSWER).get() + of(byUse, Use.COPY).get();
  }

  @Override
  public long refused(Use use) {
    return of(refused, use).sum();
  }

  /// Returns how many owners hold parts that count against a share.
  int owners() {
    return large.size() + small.size();
  }

  @Override
  public long max() {
    return max;
  }

  /// Lets a part grow, if it may; else changes nothing.
  ///
  /// @param counted how much of the part counts against its owner's share
  /// @return how much of the part counts now; [#REFUSED] when it may not grow, and [#SHARE_FULL]
  ///   when it may not for its owner's share alone
  long grow(HeapReservation part, long before, long after, long counted) {
    long counts = counts(part.owner, after, counted);
    if (take(after - before, bound(part.use, after))) {
      if (counts == counted || share(part, before, after, counted, counts)) {
        count(part.use, after - before);
        return counts;
      }
      used.addAndGet(before - after);
      of(refused, part.use).increment();
      return SHARE_FULL;
    }
    of(refused, part.use).increment();
    return REFUSED;
  }

  /// Lets a part grow in its owner's share. A part that becomes a large one moves from one share of
  /// its owner to the other.
  private boolean share(HeapReservation part, long before, long after, long counted, long counts) {
    boolean moves = counted > 0 && shares(before) != shares(after);
    boolean granted = shares(after).grow(part, moves ? 0 : counted, counts, share());
    if (granted && moves) {
      shares(before).shrink(part, counted, 0);
    }
    return granted;
  }

  private Shares shares(long size) {
    return size > SMALL ? large : small;
  }

  /// Lets a part shrink.
  ///
  /// @param counted how much of the part counts against its owner's share
  /// @return how much of the part counts now
  long shrink(HeapReservation part, long from, long to, long counted) {
    long counts = counted == 0 ? 0 : to;
    boolean moves = counts > 0 && shares(from) != shares(to);
    if (counted > 0) {
      shares(from).shrink(part, counted, moves ? 0 : counts);
    }
    if (moves) {
      shares(to).grow(part, 0, counts, Long.MAX_VALUE);
    }
    used.addAndGet(to - from);
    count(part.use, to - from);
    return counts;
  }

  /// Returns how much of a part of this size counts against its owner's share. A part that counts
  /// already goes on counting.
  private long counts(String owner, long size, long counted) {
    boolean shared = size > SMALL || counted > 0 || used.get() > half();
    return shared && !owner.equals(SchedulingHints.NOBODY) ? size : 0;
  }

  private void count(Use use, long bytes) {
    if (use != Use.BODY) {
      of(byUse, use).addAndGet(bytes);
    }
  }

  private boolean take(long more, long bound) {
    long before = used.get();
    while (more <= bound - before) {
      long witness = used.compareAndExchange(before, before + more);
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }

  private long bound(Use use, long size) {
    if (use == Use.COPY) {
      return max - max / 4;
    }
    return size <= SMALL ? max : largest(max);
  }

  /// Returns the bytes that the counted parts of one owner may have together now.
  private long share() {
    return used.get() > half() ? quarter() : Long.MAX_VALUE;
  }

  private long half() {
    return max / 2;
  }

  private long quarter() {
    return max / 4;
  }

  private static <V> V of(Map<Use, V> values, Use use) {
    return Objects.requireNonNull(values.get(use));
  }
}

package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One window of a budget: what is spent, and two sums of what calls under way may add to it, in
/// nano-dollars: what they are likely to cost, and what they may cost at worst. Each reservation is
/// settled in the window that it was made in. Safe for any thread, takes no lock.
///
/// ```text
/// a call enters where   spent + likely of all under way + its own <= limit
///               and     spent + worst of all under way + its own <= most, or limit beside a large one
/// a large one where     no other large one is under way
///               and     spent + worst of all under way < limit
/// ```
///
/// A large call is in neither sum, so that it keeps nobody out, and small ones do not keep it out.
/// What is spent ends at the larger of `most`, and of `limit` and one large call: when that enters,
/// what is spent and the worst sum are below `limit`, and calls beside it leave them so.
///
/// The sums are three atomics and no snapshot. What is spent is counted before the sums shrink, so
/// that a reader of a sum and then of what is spent sees too much rather than too little; a
/// reservation holds if nothing was spent between that and its own addition, else it is made again.
/// So no schedule of calls passes the bounds. A call that is refused has touched no sum, but where
/// others have just taken what it has seen to be left: else many that are refused at once would
/// keep each other from finding room.
///
/// Where several processes spend from the budget each has a [Ceiling], by which it goes instead of
/// the budget's bounds. A reservation holds if that was not replaced meanwhile: who lowers it, and
/// then reads the sums, has seen everything that was let in by the one before.
final class SpendWindow {
  /// How long a call is assumed to be under way, in milliseconds, before one has ended.
  private static final long USUAL = 4_000;

  private static final long LEAST_WAIT = 100;
  private static final long MOST_WAIT = 600_000;

  /// The weight of a call in a mean: one of so many moves the mean by its difference.
  private static final long FEW = 16;

  /// The bit that marks a large call: more than any sum, four times the largest budget.
  private static final long LARGE = 1L << 62;

  private final Period.Window window;

  /// How much is spent, less what was given back: negative where more was.
  private final AtomicLong spent = new AtomicLong();

  private final AtomicLong credited = new AtomicLong();
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong likely = new AtomicLong();

  /// The sum, and [#LARGE] where a large call is under way.
  private final AtomicLong worst = new AtomicLong();

  /// How much given-up calls may have cost beyond what they were charged, which nobody has told.
  private final AtomicLong open = new AtomicLong();

  /// The largest limit for which it was told that it is near its end, and that it has come to it; 0
  /// for none. A limit that is raised is another one.
  private final AtomicLong warned = new AtomicLong();

  private final AtomicLong ended = new AtomicLong();

  private final SpendPace pace = new SpendPace();

  /// How long calls are under way, in milliseconds; 0 before one has ended. This mean and the next
  /// are written without a fence: a thread that sees an older one waits a little longer or shorter.
  private final AtomicLong meanMillis = new AtomicLong();

  /// The mean of what calls that were let in may cost at worst; 0 where none was.
  private final AtomicLong meanWorst = new AtomicLong();

  /// The likely cost of the large call that is under way, 0 for none; the next field is what it may
  /// cost.
  private volatile long largeLikely;

  private volatile long largeWorst;

  /// When the first of the calls under way was let in, in milliseconds since 1970 in UTC.
  private volatile long busySince;

  /// The part of this process, where several have one; null where it is alone.
  private volatile @Nullable Ceiling ceiling;

  /// The answer of a window to a call.
  public enum Entry {
    /// The call is let in.
    ENTERED,
    /// The call is let in as the one large call.
    ENTERED_LARGE,
    /// The call would be let in if nothing were under way.
    IN_USE,
    /// Too little is left for the call.
    USED_UP
  }

  public SpendWindow(Period.Window window) {
    this.window = window;
  }

  /// The window's span of time.
  public Period.Window window() {
    return window;
  }

  /// Lets a call in if there is room for it. What costs nothing always is.
  ///
  /// @param probable what it is likely to cost
  /// @param greatest what it may cost at worst
  /// @param now milliseconds since 1970 in UTC
  public Entry enter(long probable, long greatest, Bounds bounds, long now) {
    if (greatest == 0) {
      return Entry.ENTERED;
    }
    while (true) {
      Ceiling held = ceiling;
      long under = worst.get();
      long before = spent.get();
      long all = before + Ceiling.spentByOthers(held);
      boolean large = bounds.isLarge(all, probable, greatest);
      boolean room =
          large
              ? under < LARGE && all + under < bounds.limit() && Ceiling.allowsLarge(held)
              : before + greatest <= most(under, bounds, held)
                  && before + likely.get() + probable <= limit(bounds, held);
      if (!room) {
        return refusal(greatest, bounds);
      }
      if (!add(worst, under, large ? LARGE : greatest, before, held)) {
        continue;
      }
      if (under == 0) {
        busySince = now;
      }
      return large ? enteredLarge(probable, greatest) : entered(probable, greatest, bounds);
    }
  }

  /// The most that the sum of what is spent and a call's own worst may be, beside what is under
  /// way.
  private long most(long under, Bounds bounds, @Nullable Ceiling held) {
    long most = under < LARGE ? bounds.most() - under : bounds.limit() - (under - LARGE);
    return held == null
        ? most
        : Math.min(most - held.others(), held.worst() - adjusted() - (under & ~LARGE));
  }

  /// The most that the sum of what is spent and likely may be.
  private long limit(Bounds bounds, @Nullable Ceiling held) {
    return held == null
        ? bounds.limit()
        : Math.min(bounds.limit() - held.others(), held.likely() - adjusted());
  }

  /// How much was given back, less what was carried over: so much more may be spent.
  long adjusted() {
    return credited.get() - carried.get();
  }

  private Entry enteredLarge(long probable, long greatest) {
    largeLikely = probable;
    largeWorst = greatest;
    return Entry.ENTERED_LARGE;
  }

  private Entry entered(long probable, long greatest, Bounds bounds) {
    if (!takes(probable, bounds)) {
      worst.addAndGet(-greatest);
      return refusal(greatest, bounds);
    }
    long mean = meanWorst.get();
    meanWorst.lazySet(mean == 0 ? greatest : mean + (greatest - mean) / FEW);
    return Entry.ENTERED;
  }

  private boolean takes(long probable, Bounds bounds) {
    while (true) {
      Ceiling held = ceiling;
      long under = likely.get();
      long before = spent.get();
      if (before + under + probable > limit(bounds, held)) {
        return false;
      }
      if (add(likely, under, probable, before, held)) {
        return true;
      }
    }
  }

  /// Adds to a sum that was `under` when `before` was spent; false where either has changed, or the
  /// ceiling.
  @SuppressWarnings("ReferenceEquality") // a later ceiling may have the same numbers
  private boolean add(AtomicLong sum, long under, long more, long before, @Nullable Ceiling held) {
    if (!sum.compareAndSet(under, under + more)) {
      return false;
    }
    if (spent.get() == before && ceiling == held) {
      return true;
    }
    sum.addAndGet(-more);
    return false;
  }

  private Entry refusal(long greatest, Bounds bounds) {
    long before = total();
    boolean fits = bounds.passes() ? before < bounds.limit() : before + greatest <= bounds.most();
    return fits ? Entry.IN_USE : Entry.USED_UP;
  }

  /// Gives back what another budget did not allow.
  ///
  /// @param as how the call was let in
  public void giveBack(Entry as, long probable, long greatest) {
    if (as == Entry.ENTERED_LARGE) {
      largeLikely = 0;
      largeWorst = 0;
      worst.addAndGet(-LARGE);
      return;
    }
    likely.addAndGet(-probable);
    worst.addAndGet(-greatest);
  }

  /// Settles a call that has ended and has cost `actual`.
  ///
  /// @param as how it was let in
  /// @param millis how long it was under way
  public void settle(Entry as, long probable, long greatest, long actual, long millis) {
    if (actual > 0) {
      spent.accumulateAndGet(actual, Money::plus);
    }
    giveBack(as, probable, greatest);
    long mean = meanMillis.get();
    meanMillis.lazySet(Math.max(1, mean == 0 ? millis : mean + (millis - mean) / FEW));
  }

  /// Adds a settled call to the pace.
  ///
  /// @param actual what it has cost
  /// @param now milliseconds since 1970 in UTC
  public void paced(long actual, long now) {
    if (actual > 0) {
      pace.add(actual, now);
    }
  }

  /// The rate at which this window's budget is spent of late.
  ///
  /// @param now milliseconds since 1970 in UTC
  public SpendPace.Rate pace(long now) {
    return pace.rate(now);
  }

  /// Leaves open whether a call that was given up has cost so much more than it is charged.
  ///
  /// @return false where as much is left open of calls before it as may be
  public boolean leaveOpen(long nanos, Bounds bounds) {
    long before = open.get();
    while (before < Ceiling.open(ceiling, bounds)) {
      long witness = open.compareAndExchange(before, Money.plus(before, nanos));
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }

  /// Takes back what was left open, since another budget does not allow it.
  public void undoOpen(long nanos) {
    open.addAndGet(-nanos);
  }

  /// Sets aside what is under way whether or not there is room for it, given back as of a call that
  /// has entered.
  public void setAside(long greatest) {
    likely.addAndGet(greatest);
    worst.addAndGet(greatest);
  }

  /// Adds spend for which nothing was set aside.
  public void spend(long nanos) {
    spent.accumulateAndGet(nanos, Money::plus);
  }

  /// Sets how much was given back of what is spent, in all. Where it is more than before, the owner
  /// is told again of the end, or that it is near.
  ///
  /// @param nanos at most [Money#MOST]
  public void credit(long nanos) {
    long more = nanos - credited.getAndSet(nanos);
    spent.addAndGet(-more);
    if (more > 0) {
      warned.set(0);
      ended.set(0);
    }
  }

  /// Sets how much of what is spent was spent at another gateway, in all.
  ///
  /// @param nanos at most [Money#MOST]
  public void carry(long nanos) {
    spent.addAndGet(nanos - carried.getAndSet(nanos));
  }

  /// How much was given back.
  public long credited() {
    return credited.get();
  }

  /// When a call that was refused because of others is likely to be let in, in milliseconds: once
  /// as large a part of those under way has ended as is in its way. Calls end evenly, after as long
  /// as calls take.
  ///
  /// @param now milliseconds since 1970 in UTC
  public long untilRoom(long probable, long greatest, Bounds bounds, long now) {
    double part =
        bounds.isLarge(total(), probable, greatest)
            ? partBeforeLarge(bounds)
            : Math.max(
                part(greatest, small(), small() < worst.get() ? bounds.limit() : bounds.most()),
                part(probable, likely.get(), bounds.limit()));
    long mean = meanMillis.get();
    long takes = mean == 0 ? Math.max(USUAL, now - busySince) : mean;
    return Math.clamp((long) (takes * part), LEAST_WAIT, MOST_WAIT);
  }

  private double partBeforeLarge(Bounds bounds) {
    return worst.get() >= LARGE ? 1 : part(0, small(), bounds.limit());
  }

  /// The worst cost of the calls under way, without the large one.
  private long small() {
    return worst.get() & ~LARGE;
  }

  private double part(long more, long under, long limit) {
    long over = total() + under + more - limit;
    return under <= 0 ? 0 : Math.clamp((double) over / under, 0, 1);
  }

  /// The cost of the calls that have ended, with what was carried over and what others have spent
  /// by what is known.
  public long spent() {
    return total() + credited.get();
  }

  /// What is spent by all, less what was given back.
  private long total() {
    return spent.get() + Ceiling.spentByOthers(ceiling);
  }

  /// Whether the owner is to be told that the window has come to its end, which is told once for a
  /// limit; no warning follows.
  ///
  /// @param share the part of the limit from which it has
  public boolean ends(long limit, double share) {
    boolean ends = total() >= limit * share && isNew(ended, limit);
    if (ends) {
      var _ = isNew(warned, limit);
    }
    return ends;
  }

  private static boolean isNew(AtomicLong told, long limit) {
    return told.getAndAccumulate(limit, Math::max) < limit;
  }

  /// Whether a call is no larger than those that were let in were on average: where such a one
  /// finds no room, the budget is used up.
  public boolean isUsual(long greatest) {
    return greatest <= meanWorst.get();
  }

  /// The likely cost of the calls under way.
  public long likely() {
    return Math.max(0, likely.get()) + largeLikely;
  }

  /// The worst cost of the calls under way.
  public long worst() {
    return small() + largeWorst;
  }

  /// Whether so much is spent that a warning is due, which is given once for a limit.
  public boolean warns(long limit, double share) {
    return total() >= limit * share && isNew(warned, limit);
  }

  /// The part of this process; null where it is alone.
  @Nullable Ceiling ceiling() {
    return ceiling;
  }

  /// Sets the part of this process.
  void hold(Ceiling next) {
    ceiling = next;
  }

  /// What this process has spent, whatever was given back or carried over.
  long spentHere() {
    return spent.get() + adjusted();
  }

  /// What calls that are not large may cost at worst.
  long worstOfSmall() {
    return Math.max(0, small());
  }

  /// What calls that are not large are likely to cost.
  long likelyOfSmall() {
    return Math.max(0, likely.get());
  }

  /// Whether a large call is under way.
  boolean hasLarge() {
    return worst.get() >= LARGE;
  }

  /// How much given-up calls may have cost beyond what they were charged.
  long leftOpen() {
    return open.get();
  }

  /// What calls that were let in may cost at worst, on average.
  long usualWorst() {
    return meanWorst.get();
  }

  /// Whether a call goes by the rule of large ones here.
  boolean isLarge(long probable, long greatest, Bounds bounds) {
    return bounds.isLarge(total(), probable, greatest);
  }
}

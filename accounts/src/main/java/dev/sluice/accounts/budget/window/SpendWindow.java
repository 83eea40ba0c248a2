package dev.sluice.accounts.budget.window;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What is spent and set aside in one window of a budget, in nano-dollars. Each reservation is
/// settled in the window that it was made in. Safe for any thread, takes no lock.
public final class SpendWindow {
  private final Period.Window window;

  /// Spent and set aside.
  private final AtomicLong taken = new AtomicLong();

  private final AtomicLong spent = new AtomicLong();
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  public SpendWindow(Period.Window window) {
    this.window = window;
  }

  /// The window.
  public Period.Window window() {
    return window;
  }

  /// Sets `nanos` aside if they are left. What costs nothing always is.
  ///
  /// @param limit how much may be spent
  public boolean reserve(long nanos, long limit) {
    return nanos == 0 || take(nanos, limit);
  }

  private boolean take(long nanos, long limit) {
    while (true) {
      long before = taken.get();
      if (before + nanos > limit) {
        return false;
      }
      if (taken.compareAndSet(before, before + nanos)) {
        return true;
      }
    }
  }

  /// Gives a reservation back that another budget did not allow.
  public void giveBack(long reserved) {
    taken.addAndGet(-reserved);
  }

  /// What was set aside has cost `actual`.
  public void settle(long reserved, long actual) {
    taken.addAndGet(actual - reserved);
    spent.addAndGet(actual);
  }

  /// What was spent before this process began to count.
  public void restore(long nanos) {
    taken.addAndGet(nanos);
    spent.addAndGet(nanos);
  }

  /// What is spent and set aside.
  public long taken() {
    return taken.get();
  }

  /// What calls that have ended have cost.
  public long spent() {
    return spent.get();
  }

  /// Whether it is to be told that it has come to its end, which is told once; no warning follows.
  ///
  /// @param share the part of the limit from which it has
  public boolean ends(long limit, double share) {
    boolean ends = limit > 0 && spent.get() >= limit * share && ended.compareAndSet(false, true);
    if (ends) {
      warned.set(true);
    }
    return ends;
  }

  /// Whether so much is spent that a warning is due, which is given once.
  public boolean warns(long limit, double share) {
    return limit > 0 && spent.get() >= limit * share && warned.compareAndSet(false, true);
  }
}

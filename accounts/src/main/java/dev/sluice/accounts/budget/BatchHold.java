package dev.sluice.accounts.budget;

import java.util.List;
import java.util.Optional;

/// What is set aside in the budgets of a key for calls that a provider makes in a batch: in both
/// sums of each window, at worst, so that no budget is passed by them. It counts in the windows of
/// its beginning, however long the provider takes. Closed by its owner. Safe for any thread.
public final class BatchHold implements AutoCloseable {
  private final Budgets budgets;
  private final List<Budgets.Counted> counted;
  private final SpendWindow[] windows;

  /// What is still set aside; guarded by this.
  private long left;

  private BatchHold(
      Budgets budgets, List<Budgets.Counted> counted, SpendWindow[] windows, long worst) {
    this.budgets = budgets;
    this.counted = counted;
    this.windows = windows;
    this.left = worst;
  }

  static Optional<BatchHold> enter(Budgets budgets, List<Budgets.Counted> counted, long worst) {
    long now = budgets.now();
    SpendWindow[] windows = windows(counted, now);
    for (int i = 0; i < windows.length; i++) {
      SpendWindow.Entry entry =
          windows[i].enter(worst, worst, counted.get(i).bounds().exactly(), now);
      if (entry != SpendWindow.Entry.ENTERED) {
        for (int before = 0; before < i; before++) {
          windows[before].giveBack(SpendWindow.Entry.ENTERED, worst, worst);
        }
        return Optional.empty();
      }
    }
    return Optional.of(new BatchHold(budgets, counted, windows, worst));
  }

  static BatchHold force(Budgets budgets, List<Budgets.Counted> counted, long worst) {
    SpendWindow[] windows = windows(counted, budgets.now());
    for (SpendWindow window : windows) {
      window.setAside(worst);
    }
    return new BatchHold(budgets, counted, windows, worst);
  }

  private static SpendWindow[] windows(List<Budgets.Counted> counted, long now) {
    return counted.stream().map(one -> one.state().at(now)).toArray(SpendWindow[]::new);
  }

  /// Spends what a call has cost, in place of what was set aside for it.
  void pay(long worst, long nanos, long now) {
    for (SpendWindow window : windows) {
      window.spend(nanos);
      window.paced(nanos, now);
    }
    giveBack(worst);
  }

  /// Sets aside so much in place of what is set aside by now, whether or not there is room for it.
  ///
  /// @param worst in nano-dollars
  public synchronized void keep(long worst) {
    long more = worst - left;
    left = worst;
    for (SpendWindow window : windows) {
      window.setAside(more);
    }
  }

  private synchronized void giveBack(long worst) {
    long back = Math.min(left, worst);
    left -= back;
    for (SpendWindow window : windows) {
      window.giveBack(SpendWindow.Entry.ENTERED, back, back);
    }
  }

  /// Tells the owners of budgets that have come to their ends, or near them.
  void warn() {
    MoneyShare share = budgets.share();
    for (int i = 0; i < windows.length; i++) {
      if (share != null) {
        share.ahead(counted.get(i).shared(windows[i]));
      }
      budgets.warn(counted.get(i), windows[i]);
    }
  }

  /// Gives back what is still set aside.
  @Override
  public void close() {
    giveBack(Long.MAX_VALUE);
  }
}

package dev.sluice.accounts.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The entry of one call into windows of which this process has parts. Where it finds no room it
/// asks for some, and its thread waits for the answer. Confined to the call's thread.
final class SharedEntry {
  /// How long a call waits for room, in all.
  private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How often it asks: for its key, its team and all, and once more for the right to be large.
  private static final int MOST = 4;

  private static final int HALF = 2;

  private final MoneyShare share;
  private final List<Budgets.Counted> counted;
  private final SpendWindow[] windows;
  private final long likely;
  private final long worst;
  private final long until = System.nanoTime() + PATIENCE_NS;
  private final Budgets budgets;
  private int asked;

  SharedEntry(
      Budgets budgets,
      MoneyShare share,
      List<Budgets.Counted> counted,
      SpendWindow[] windows,
      long likely,
      long worst) {
    this.budgets = budgets;
    this.share = share;
    this.counted = counted;
    this.windows = windows;
    this.likely = likely;
    this.worst = worst;
  }

  /// Asks for room in a window that has refused the call, and in those behind it that would.
  ///
  /// @return whether it is worth another try
  boolean more(int first, SpendWindow.Entry refusal) {
    if (refusal != SpendWindow.Entry.IN_USE || asked == MOST) {
      return false;
    }
    if (asked++ == 0) {
      budgets.waits();
    }
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = first; i < windows.length; i++) {
      if (i == first || lacks(windows[i])) {
        answers.add(share.more(shared(i), likely, worst));
      }
    }
    return answers.stream().allMatch(this::await);
  }

  private boolean await(CompletableFuture<Boolean> answer) {
    try {
      return answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }

  private SharedWindow shared(int index) {
    return counted.get(index).shared(windows[index]);
  }

  private boolean lacks(SpendWindow window) {
    Ceiling held = window.ceiling();
    return held != null && isLeftLess(window, held, likely, worst);
  }

  /// Asks for more where half of what was granted ahead is used.
  void ahead() {
    for (int i = 0; i < windows.length; i++) {
      Ceiling held = windows[i].ceiling();
      if (held != null
          && isLeftLess(
              windows[i], held, held.room().likely() / HALF, held.room().worst() / HALF)) {
        share.ahead(shared(i));
      }
    }
  }

  private static boolean isLeftLess(SpendWindow window, Ceiling held, long likely, long worst) {
    long spent = window.spentHere();
    return held.likely() - spent - window.likelyOfSmall() < likely
        || held.worst() - spent - window.worstOfSmall() < worst;
  }
}

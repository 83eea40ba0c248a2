package dev.sluice.accounts.budget.attack;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A key with one budget, and its calls under way.
final class Wallet {
  private final Budgets budgets;
  private final String key;
  private final Budget budget;
  private final Payer payer;
  private final List<Open> under = new ArrayList<>();
  private long dearest;

  private record Open(MadeCall made, Payer.Payment payment) {}

  Wallet(Budgets budgets, String key, Budget budget) {
    this.budgets = budgets;
    this.key = key;
    this.budget = budget;
    this.payer =
        budgets.payer(new Terms(key, "team of " + key, KeyLimits.NONE, List.of(budget), List.of()));
  }

  Budget budget() {
    return budget;
  }

  int under() {
    return under.size();
  }

  long spent() {
    return budgets.status(Spender.key(key), budget).spent();
  }

  /// What the dearest of its calls has cost.
  long dearest() {
    return dearest;
  }

  /// Makes a call.
  ///
  /// @return whether it was let in
  boolean begin(MadeCall made) {
    if (payer.reserve(made.call(), List.of(made.model().target()))
        instanceof Payer.Accepted(var payment)) {
      under.add(new Open(made, payment));
      return true;
    }
    return false;
  }

  /// One of its calls ends.
  ///
  /// @param write whether it writes as much as it may
  /// @param lie what its provider tells of it, times the truth
  void end(Random random, boolean write, double lie) {
    Open open = under.remove(random.nextInt(under.size()));
    MadeCall made = open.made();
    long output = write ? made.output() : random.nextLong(Math.min(40, made.output()) + 1);
    long before = spent();
    if (made.unseen()) {
      settle(open, Usage.NONE, new Answered());
    } else {
      switch (random.nextInt(12)) {
        case 0 -> settle(open, Usage.NONE, new Failed.Cancelled());
        case 1 ->
            settle(open, new Usage(made.input(), output / 2, 0, true), new Failed.Cancelled());
        case 2 -> settle(open, new Usage(made.input(), output / 2, 0, true), late());
        default -> settle(open, told(made, output, lie), new Answered());
      }
    }
    dearest = Math.max(dearest, spent() - before);
  }

  private static Outcome late() {
    return new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
  }

  private static Usage told(MadeCall made, long output, double lie) {
    return new Usage(Math.max(1, (long) (made.input() * lie)), (long) (output * lie), 0, false);
  }

  private static void settle(Open open, Usage usage, Outcome outcome) {
    open.payment().settle(new Payer.Bill(open.made().model().target(), usage, true, true, outcome));
  }
}

package dev.sluice.accounts.budget.attack;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
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

/// A key with one budget and one of its team, and its calls under way.
final class Wallet {
  private final Budget budget;
  private final List<Payer> nodes;
  private final List<Open> under = new ArrayList<>();
  private long dearest;
  private long billed;
  private long spent;
  private long begun;

  private record Open(MadeCall made, Payer.Payment payment) {}

  Wallet(List<Budgets> budgets, String key, Budget budget) {
    this(budgets, key, budget, "team of " + key, List.of());
  }

  Wallet(List<Budgets> budgets, String key, Budget budget, String team, List<Budget> teams) {
    this.budget = budget;
    var terms = new Terms(key, team, KeyLimits.NONE, List.of(budget), teams);
    this.nodes = budgets.stream().map(node -> node.payer(terms)).toList();
  }

  Budget budget() {
    return budget;
  }

  int under() {
    return under.size();
  }

  long spent() {
    return spent;
  }

  /// What providers bill for its calls that have ended.
  long billed() {
    return billed;
  }

  /// What the dearest of its calls has cost, by the gateway's account or by the provider's bill.
  long dearest() {
    return dearest;
  }

  /// Makes a call.
  ///
  /// @return whether it was let in
  boolean begin(MadeCall made) {
    Payer payer = nodes.get((int) (begun++ % nodes.size()));
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
    Usage bill = end(random, open, output, lie);
    long cost = made.model().bill(bill);
    billed += cost;
    dearest = Math.max(dearest, Math.max(cost, spent() - before));
  }

  /// A provider often goes on with a call that its client has left: it writes all of it, thinks
  /// where nobody sees it, and bills what it has read.
  ///
  /// @return what its provider bills
  private Usage end(Random random, Open open, long output, double lie) {
    MadeCall made = open.made();
    if (made.unseen()) {
      settle(open, Usage.NONE, new Answered());
      return made.used(made.output());
    }
    return switch (random.nextInt(12)) {
      case 0 -> {
        settle(open, Usage.NONE, new Failed.Cancelled());
        yield made.used(random.nextBoolean() ? output : 0);
      }
      case 1, 2 -> {
        long seen = random.nextBoolean() ? output / 2 : Math.min(1, output);
        settle(open, begun(made, seen, random.nextBoolean()), leaves(random));
        yield made.used(random.nextBoolean() ? output : seen);
      }
      default -> {
        Usage told = told(made, output, lie);
        settle(open, told, new Answered());
        yield told;
      }
    };
  }

  /// What is known of an answer that has begun: what is seen of it, and its input where the
  /// provider tells that first, as Anthropic does.
  private static Usage begun(MadeCall made, long seen, boolean told) {
    return new Usage(
        told ? made.input() : made.call().body().size() / 4,
        seen,
        0,
        Usage.Told.of(told, false),
        1,
        Usage.Parts.NONE,
        Usage.Extras.NONE);
  }

  private static Outcome leaves(Random random) {
    return random.nextBoolean()
        ? new Failed.Cancelled()
        : new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
  }

  private static Usage told(MadeCall made, long output, double lie) {
    long input = Math.max(1, (long) (made.input() * lie));
    return new Usage(input, (long) (output * lie), 0, false).with(made.used(0).extras());
  }

  private void settle(Open open, Usage usage, Outcome outcome) {
    open.payment().settle(new Payer.Bill(open.made().model().target(), usage, true, true, outcome));
    spent += open.payment().cost().orElse(0);
  }
}

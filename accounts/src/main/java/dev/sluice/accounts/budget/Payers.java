package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Payer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The payers of all keys of one process. A key that is held to nothing, while nobody listens and
/// no budget holds all keys, has none: its calls are not paid for, which costs nothing. Safe for
/// any thread, loops too.
public final class Payers {
  private static final Budget NOTHING = new Budget(0, Period.TOTAL);

  private final Budgets budgets;
  private final Function<String, BudgetTerms> teams;
  private final BooleanSupplier always;
  private final Map<String, Known> payers = new ConcurrentHashMap<>();

  /// A payer, and the terms that it was made from.
  private record Known(Principal key, BudgetTerms team, Payer payer) {}

  /// @param teams the budgets of a team, by its name; asked on loops
  /// @param always whether every key has a payer: somebody listens, a budget holds all keys, or
  ///   costs are shown; asked on loops
  public Payers(Budgets budgets, Function<String, BudgetTerms> teams, BooleanSupplier always) {
    this.budgets = budgets;
    this.teams = teams;
    this.always = always;
  }

  /// The payer of the next call of a key.
  public Payer of(Principal key) {
    BudgetTerms team = teams.apply(key.team());
    boolean held =
        always.getAsBoolean()
            || !team.budgets().isEmpty()
            || !key.terms().budget().budgets().isEmpty()
            || !key.terms().limits().equals(KeyLimits.NONE);
    return held ? new LatePayer(() -> find(key, team)) : Payer.NOBODY;
  }

  /// The account of what providers run for a key in batches of their own. Not on a loop.
  public BatchAccount ofBatches(Principal key) {
    return budgets.ofBatches(terms(key, teams.apply(key.team())));
  }

  /// The payer of what the gateway asks of providers by itself.
  public Payer ofGateway() {
    return new GatewayPayer(budgets, always);
  }

  private Payer find(Principal key, BudgetTerms team) {
    Known before = payers.get(key.id());
    if (before != null && before.key().equals(key) && before.team().equals(team)) {
      return before.payer();
    }
    Payer payer = budgets.payer(terms(key, team));
    payers.put(key.id(), new Known(key, team, payer));
    return payer;
  }

  /// Reads the terms of a key. Budgets that make no sense are refused when they are set. Those that
  /// another version has left in a store, and that this one cannot read, let nothing be spent.
  private static Terms terms(Principal key, BudgetTerms team) {
    try {
      return Terms.of(key, team);
    } catch (PriceProblem _) {
      return new Terms(key.id(), key.team(), key.terms().limits(), List.of(NOTHING), List.of());
    }
  }
}

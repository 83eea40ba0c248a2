package dev.sluice.server.payment;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.report.OwnedBudget;
import dev.sluice.report.OwnedBudget.Kind;
import dev.sluice.report.OwnedBudgets;
import dev.sluice.server.client.ClientKey;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All budgets and how much of them is spent: of all keys, of teams, and of keys that are active.
/// Safe for any thread but a loop.
///
/// @param budgets what is spent
/// @param ring the teams and keys of the store; an empty one where there is none
/// @param fixed the keys of the configuration
/// @param wall milliseconds since 1970
public record KeyBudgets(
    Budgets budgets, Supplier<KeyRing> ring, List<ClientKey> fixed, LongSupplier wall)
    implements OwnedBudgets {
  private static final String ACTIVE = "active";
  private static final String TEAM = Spender.team("");
  private static final String KEY = Spender.key("");

  @Override
  public Stream<OwnedBudget> all() {
    KeyRing now = ring.get();
    long at = wall.getAsLong();
    Stream<OwnedBudget> keys =
        Stream.concat(
                fixed.stream().filter(key -> !key.isOver(at)).map(ClientKey::principal),
                now.keys().stream()
                    .filter(key -> key.state(at).equals(ACTIVE))
                    .map(StoredKey::principal))
            .flatMap(key -> of(key).stream());
    Stream<OwnedBudget> teams = now.teams().stream().flatMap(team -> of(team).stream());
    return Stream.of(together(), teams, keys).flatMap(part -> part);
  }

  private Stream<OwnedBudget> together() {
    return budgets.statuses().stream()
        .map(status -> new OwnedBudget(Kind.ALL, Spender.ALL, Spender.ALL, "", status));
  }

  @Override
  public Optional<Principal> holder(String id) {
    return fixed.stream()
        .map(ClientKey::principal)
        .filter(key -> key.id().equals(id))
        .findFirst()
        .or(() -> ring.get().key(id).map(StoredKey::principal));
  }

  /// A team's budgets.
  public List<OwnedBudget> of(Team team) {
    return statuses(Spender.team(team.name()), team.budget())
        .map(status -> new OwnedBudget(Kind.TEAM, team.name(), team.name(), team.name(), status))
        .toList();
  }

  /// A key's budgets.
  public List<OwnedBudget> of(Principal key) {
    return statuses(Spender.key(key.id()), key.terms().budget())
        .map(status -> new OwnedBudget(Kind.KEY, key.id(), key.name(), key.team(), status))
        .toList();
  }

  /// The status of each budget; budgets that another version has left in a store, and that this one
  /// cannot read, are left out.
  private Stream<BudgetStatus> statuses(String owner, BudgetTerms terms) {
    if (terms.budgets().isEmpty()) {
      return Stream.empty();
    }
    try {
      List<Budget> read = Terms.budgets(terms);
      return budgets.statuses(owner, read).stream();
    } catch (PriceProblem _) {
      return Stream.empty();
    }
  }

  /// Returns a status with the name of its owner. Quick, for calls' threads.
  public OwnedBudget named(BudgetStatus status) {
    String owner = status.owner();
    if (owner.startsWith(TEAM)) {
      String name = owner.substring(TEAM.length());
      return new OwnedBudget(Kind.TEAM, name, name, name, status);
    }
    return owner.startsWith(KEY)
        ? ofKey(owner.substring(KEY.length()), status)
        : new OwnedBudget(Kind.ALL, Spender.ALL, Spender.ALL, "", status);
  }

  private OwnedBudget ofKey(String id, BudgetStatus status) {
    return ring.get()
        .key(id)
        .map(StoredKey::principal)
        .map(key -> new OwnedBudget(Kind.KEY, id, key.name(), key.team(), status))
        .orElseGet(() -> new OwnedBudget(Kind.KEY, id, id, "", status));
  }
}

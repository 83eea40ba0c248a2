package dev.sluice.server.payment;

import dev.sluice.ConfigChange;
import dev.sluice.Gateway;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BatchAccount;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Payers;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.ModelInfo;
import dev.sluice.call.Payer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.OwnedBudget;
import dev.sluice.report.RefusedCalls;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.SluiceConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The payers of a process's clients, and the prices that they go by. Safe for any thread, loops
/// too.
public final class ClientPayers implements Function<Client, Payer> {
  private final Optional<Accounts> accounts;
  private final Budgets budgets;
  private final Payers payers;
  private final RefusedCalls refused;
  private volatile KeyBudgets keyBudgets;
  private final boolean listened;
  private volatile LateBook prices;
  private volatile boolean always;

  /// @param accounting the store whose teams have budgets, and who is told what calls cost
  /// @param registry for the meter of costs
  /// @param alerts is told of budgets whose owner wants to know, and how they stand; called on
  ///   calls' threads
  public ClientPayers(
      SluiceConfig config,
      Accounting accounting,
      MeterRegistry registry,
      BiConsumer<BudgetAlert, OwnedBudget> alerts,
      Clock clock) {
    SpendListener listener = accounting.listener().orElse(SpendListener.NONE);
    this.accounts = accounting.accounts();
    this.listened = accounting.listener().isPresent() || !config.money().budgets().isEmpty();
    this.always = isAlways(config);
    this.prices = book(config);
    this.budgets =
        new Budgets(
            () -> prices.get(),
            config.money().budgets(),
            config.money().zone(),
            clock,
            new WarningListener(
                new CostMeters(listener, registry),
                new FrequentRefusals(),
                clock,
                alert -> alerts.accept(alert, keyBudgets().named(alert.budget()))));
    this.payers = new Payers(budgets, this::team, () -> always);
    this.refused = new RefusedCalls(config.server().keyed(), clock);
    this.keyBudgets = keyBudgets(config);
  }

  /// Whether every call has a payer: somebody is told the costs, a budget holds all, or the
  /// configuration says prices.
  private boolean isAlways(SluiceConfig config) {
    return listened || config.money().isPriced();
  }

  /// Made here where clients show keys or a budget holds all, so that no call waits for it.
  private LateBook book(SluiceConfig config) {
    var book = new LateBook(config);
    if (isAlways(config) || accounts.isPresent() || !config.server().keys().isEmpty()) {
      var _ = book.get();
    }
    return book;
  }

  /// Makes the prices of another configuration ready; calls under way keep theirs.
  public ConfigChange prepare(SluiceConfig next) {
    LateBook book = book(next);
    KeyBudgets nextKeyBudgets = keyBudgets(next);
    return () -> {
      prices = book;
      always = isAlways(next);
      refused.use(next.server().keyed());
      keyBudgets = nextKeyBudgets;
    };
  }

  /// The notice to an operator of prices that are old; empty where no calls are priced.
  ///
  /// @param today in UTC
  public Optional<String> oldPrices(LocalDate today) {
    return prices.made().flatMap(book -> book.old(today));
  }

  /// What the prices say of a target's model; nothing where no calls are priced.
  ///
  /// @param target `provider/model`
  /// @param at milliseconds since 1970 in UTC
  public ModelInfo info(String target, long at) {
    return prices.made().map(book -> book.info(target, at)).orElse(ModelInfo.UNKNOWN);
  }

  /// How all budgets stand, with the keys of a configuration.
  public KeyBudgets keyBudgets(SluiceConfig config) {
    return new KeyBudgets(
        budgets,
        () -> accounts.map(store -> store.keys().now()).orElse(KeyRing.EMPTY),
        config.server().keys(),
        System::currentTimeMillis);
  }

  /// How all budgets stand now.
  public KeyBudgets keyBudgets() {
    return keyBudgets;
  }

  /// The calls that limits and budgets have refused.
  public RefusedCalls refused() {
    return refused;
  }

  /// The counts of what is spent and set aside.
  public Budgets budgets() {
    return budgets;
  }

  /// Lets a gateway that is built tell which calls it refuses, and what it uses by itself.
  public void join(Gateway.Builder gateway) {
    var _ = gateway.observer(refused).payer(payers.ofGateway());
  }

  private BudgetTerms team(String name) {
    return accounts
        .flatMap(store -> store.keys().now().team(name))
        .map(Team::budget)
        .orElse(BudgetTerms.NONE);
  }

  /// The payer of a client's calls; all clients that show no key are one.
  @Override
  public Payer apply(Client client) {
    return payers.of(principal(client));
  }

  /// The account of what providers run for a client in batches of their own. Not on a loop.
  public BatchAccount ofBatches(Client client) {
    return payers.ofBatches(principal(client));
  }

  private static Principal principal(Client client) {
    return switch (client.tenancy()) {
      case Tenancy.Claimed() -> new Principal("", "", "", false, client.terms());
      case Tenancy.Fixed(String team) -> principal(client, team);
      case Tenancy.Divided(String team) -> principal(client, team);
    };
  }

  private static Principal principal(Client client, String team) {
    return new Principal(client.name(), client.name(), team, false, client.terms());
  }
}

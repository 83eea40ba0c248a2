package dev.sluice.it.budget;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A gateway with a store, whose keys are those of one team, in front of a simulated provider: a
/// dollar for a million tokens read, ten for as many written.
final class StoredGateway implements AutoCloseable {
  /// Nano-dollars of a token.
  static final long READ = 1_000;

  static final long WRITTEN = 10_000;

  /// How many attempts the provider takes at the same time; further calls wait.
  static final int AT_ONCE = LongForm.rounds(60, 200);

  private static final String ACTOR = "test";
  private static final String TEAM = "search";

  private final Simulator simulator;
  private final StoreConfig store;
  private final Accounts accounts;
  private final GatewayProcess gateway;

  /// @param folder for the journal, and for the store where it is a file
  /// @param url the database; empty for a file
  StoredGateway(Path folder, Optional<String> url, Model... models) throws Exception {
    simulator = Simulator.start(Scenario.of(models), 0);
    String text = config(folder, url, simulator.port());
    SluiceConfig config = ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config();
    store = config.store().orElseThrow();
    accounts = Accounts.open(store, Clock.SYSTEM);
    var kept = LedgerConfig.in(store.path(), store.keep(), config.money().zone());
    Ledger ledger = Ledger.open(kept, accounts::store, accounts::nameOf, Clock.SYSTEM);
    gateway =
        GatewayProcess.start(
            config,
            ProcessOptions.defaults()
                .parts(
                    new ProcessParts(
                        Optional.empty(), Optional.of(accounts), Optional.of(ledger))));
    accounts.changes().createTeam(ACTOR, TEAM, BudgetTerms.NONE);
  }

  private static String config(Path folder, Optional<String> url, int port) {
    return """
    server: {listen: "127.0.0.1:0", drain: 1ms}
    admin: {listen: "127.0.0.1:0"}
    store: {path: "%s"%s}
    defaults: {retry: off, breaker: off, queue: {max_wait: 10m}}
    prices: {models: [{provider: sim, model: "*", input: 1, output: 10, max_output: 1000}]}
    providers:
      sim:
        type: compatible
        url: "http://127.0.0.1:%d/v1"
        allow_private: true
        concurrency: %d
    routes:
      all: {models: ["*"], targets: [{provider: sim}]}
    """
        .formatted(folder, url.map(", url: \"%s\""::formatted).orElse(""), port, AT_ONCE);
  }

  URI address() {
    return URI.create(gateway.url());
  }

  Recorded provider() {
    return simulator.recorded();
  }

  /// A new key with these limits and this budget.
  Issued key(String name, KeyLimits limits, BudgetTerms budget) throws Exception {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    var terms = new KeyTerms(all.scope(), all.bands(), all.cache(), limits, budget);
    return accounts.changes().createKey(ACTOR, new NewKey(name, TEAM, false, 0, terms));
  }

  /// How a key's budget of so many dollars in all stands.
  BudgetStatus budget(Issued key, long dollars, boolean strict) {
    var budget = new Budget(dollars * Money.DOLLAR, Period.TOTAL, strict);
    return gateway.budgets().status(Spender.key(key.key().id()), budget);
  }

  /// Ends it.
  ///
  /// @return what the store has by then for all calls together
  Spend.Sums end() throws Exception {
    gateway.drainAndClose();
    try (Store read = Store.open(store, true)) {
      var all = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
      return new Spend(reader(read)).sums(all).rows().getFirst().sums();
    }
  }

  private static Spend.Reader reader(Store store) {
    return new Spend.Reader() {
      @Override
      public <T> T read(Work<T> work) throws StoreException, InterruptedException {
        return store.read(work);
      }
    };
  }

  /// Ends what is still at work. After [#end] that is the provider alone.
  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      simulator.close();
    }
  }
}

package dev.sluice.cli.demo;

import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.price.ExtraPrices;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.ModelPattern;
import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.price.PriceTable;
import dev.sluice.accounts.price.Rates;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.ModelInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.MoneyConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The teams and keys of the demonstration, in a store that lies in a folder for temporary files
/// and is deleted at the end; and invented prices, so that its calls cost something.
final class DemoAccounts implements AutoCloseable {
  private static final String ACTOR = "demo";

  private static final List<Member> MEMBERS =
      List.of(
          new Member("support", "chatbot", "100USD/day", List.of("chat", "late")),
          new Member("research", "nightly", "40USD/day", List.of("shaky", "doomed")),
          new Member("search", "indexer", "200USD/month", List.of("embed")));

  /// A team with a key.
  ///
  /// @param budget what the team may spend
  /// @param routes those that the key calls
  private record Member(String team, String key, String budget, List<String> routes) {}

  private final Path folder;
  private final StoreConfig store;
  private final Accounts accounts;
  private final Ledger ledger;
  private final Map<String, String> keys = new HashMap<>();

  private DemoAccounts(Path folder, StoreConfig store, Accounts accounts, Ledger ledger) {
    this.folder = folder;
    this.store = store;
    this.accounts = accounts;
    this.ledger = ledger;
  }

  /// Makes a store, with its teams and keys.
  ///
  /// @throws IOException if there is no place for it
  static DemoAccounts open() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-demo");
    try (var rollback = Rollback.of(() -> delete(folder))) {
      return rollback.keep(open(folder));
    } catch (StoreException | JournalException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static DemoAccounts open(Path folder)
      throws StoreException, JournalException, InterruptedException {
    StoreConfig store = StoreConfig.in(folder);
    Accounts accounts = Accounts.open(store, Clock.SYSTEM);
    try (var rollback = Rollback.of(accounts::close)) {
      var config = LedgerConfig.in(folder, store.keep(), ZoneOffset.UTC);
      Ledger ledger = Ledger.open(config, accounts::store, accounts::nameOf, Clock.SYSTEM);
      DemoAccounts demo = new DemoAccounts(folder, store, accounts, ledger);
      demo.fill(accounts.changes());
      return rollback.keep(demo);
    }
  }

  private void fill(AccountChanges changes) throws StoreException, InterruptedException {
    try {
      for (Member member : MEMBERS) {
        enroll(member, changes);
      }
    } catch (ChangeRefused e) {
      throw new IllegalStateException("a new store refuses a team", e);
    }
  }

  private void enroll(Member member, AccountChanges changes)
      throws StoreException, InterruptedException {
    var budget = new BudgetTerms(List.of(member.budget), false);
    changes.createTeam(ACTOR, member.team, budget);
    KeyTerms terms = KeyTerms.upTo(ClientKey.HIGHEST);
    var key = new NewKey(member.key, member.team, false, 0, terms);
    String secret = changes.createKey(ACTOR, key).secret().text();
    member.routes.forEach(route -> keys.put(route, secret));
  }

  /// The secret that calls of each route show.
  Map<String, String> keys() {
    return Map.copyOf(keys);
  }

  /// Returns the configuration of the store in its temporary folder.
  StoreConfig store() {
    return store;
  }

  /// Returns the accounts and the ledger, which the gateway takes, and closes at its end.
  ProcessParts parts() {
    return new ProcessParts(Optional.empty(), Optional.of(accounts), Optional.of(ledger));
  }

  /// Returns invented prices of the simulated providers.
  static MoneyConfig money() {
    List<ModelPrice> rows =
        List.of(
            price("vectors", "0.02", "0"),
            price("slow", "0.1", "0.4"),
            price("compatible", "0.3", "1.2"));
    return new MoneyConfig(
        List.of(new PriceTable(rows)),
        Map.of(),
        Map.of(),
        List.of(),
        MoneyConfig.defaults().zone());
  }

  /// @param provider its name, or the type of those without a price of their own
  private static ModelPrice price(String provider, String input, String output) {
    try {
      return new ModelPrice(
          provider,
          new ModelPattern("*"),
          LocalDate.EPOCH,
          Rates.of(
              Map.of(Meter.INPUT, new BigDecimal(input), Meter.OUTPUT, new BigDecimal(output))),
          List.of(),
          BigDecimal.ONE,
          OptionalLong.of(1_000),
          ExtraPrices.NONE,
          "invented",
          ModelInfo.UNKNOWN,
          BigDecimal.ONE);
    } catch (PriceProblem e) {
      throw new IllegalStateException("an invented price is none", e);
    }
  }

  /// Deletes the store. Behind the end of the gateway, which closes what it has taken.
  @Override
  public void close() throws IOException {
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walked = Files.walk(folder)) {
      all = walked.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}

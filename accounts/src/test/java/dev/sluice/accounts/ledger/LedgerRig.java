package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// A ledger over a store that may be taken away, at a time of the test's own.
final class LedgerRig implements AutoCloseable, Clock {
  static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  static final LocalDate DAY = LocalDate.parse("2026-11-26");
  private static final Set<Period> ALL_PERIODS = Set.of(Period.values());

  final Ledger ledger;
  final Budgets budgets;
  private final StoreConfig config;
  private final AtomicLong numbers;
  private volatile Instant wall;
  private volatile Optional<Store> store;
  private volatile Optional<Error> fault = Optional.empty();

  LedgerRig(StoreConfig config, Instant wall) throws Exception {
    this(config, wall, Optional.of(Store.open(ready(config), false)), JournalFixture.MEDIUM);
  }

  LedgerRig(StoreConfig config, Instant wall, Optional<Store> store, Journal.Sizes sizes)
      throws JournalException {
    this.config = config;
    this.wall = wall;
    this.store = store;
    this.numbers = new AtomicLong(wall.toEpochMilli());
    var kept =
        new LedgerConfig(
            config.path().resolve("journal"), Duration.ofDays(93), ZoneOffset.UTC, sizes);
    this.ledger = Ledger.open(kept, this::find, id -> "name of " + id, this);
    this.budgets =
        new Budgets(
            () -> new PriceBook(List.of(), Map.of(), Map.of()),
            List.of(),
            ZoneOffset.UTC,
            this,
            ledger);
    ledger.begin(
        budgets,
        () ->
            Map.of(
                Spender.key("k"),
                ALL_PERIODS,
                Spender.team("team"),
                ALL_PERIODS,
                Spender.ALL,
                ALL_PERIODS));
  }

  private Optional<Store> find() {
    fault.ifPresent(
        thrown -> {
          throw thrown;
        });
    return store;
  }

  /// What asks for the store meets this error.
  void setFault(Optional<Error> next) {
    fault = next;
  }

  static LedgerRig in(Path folder) throws Exception {
    return new LedgerRig(StoreConfig.in(folder), NOON);
  }

  void setWall(Instant next) {
    wall = next;
  }

  /// Begins a call of the key `k`.
  SpendListener.OpenSpend open(Opened call) {
    return ledger.opened(call);
  }

  Opened call() {
    return JournalFixture.opened(numbers.getAndIncrement(), "k", wall.toEpochMilli());
  }

  /// A call of the key `k` that has cost so much.
  void pay(long nanos) {
    pay("m", nanos);
  }

  void pay(String model, long nanos) {
    Opened of = call();
    var call =
        new Opened(
            of.number(),
            of.call(),
            of.key(),
            of.team(),
            model,
            of.target(),
            of.nanos(),
            of.at(),
            "");
    var paid = JournalFixture.paid(call);
    open(call)
        .settled(
            new SpendListener.Paid(
                call, paid.target(), paid.meters(), nanos, paid.at(), false, true, "answered"));
  }

  /// A call of the key `k` with tags.
  void payTagged(String tags, long nanos) {
    Opened call = JournalFixture.tagged(call(), tags);
    var paid = JournalFixture.paid(call);
    open(call)
        .settled(
            new SpendListener.Paid(
                call, paid.target(), paid.meters(), nanos, paid.at(), false, true, "answered"));
  }

  /// A call of the key `k` with tags that has taken units.
  void payUnits(String tags, Units units) {
    payUnits(JournalFixture.tagged(call(), tags), units);
  }

  /// A call of a key that has taken these units.
  void payUnitsOf(String key, Units units) {
    Opened of = call();
    payUnits(
        new Opened(
            of.number(),
            of.call(),
            key,
            of.team(),
            of.model(),
            of.target(),
            of.nanos(),
            of.at(),
            of.tags()),
        units);
  }

  private void payUnits(Opened call, Units units) {
    var paid = JournalFixture.paid(call);
    var meters = paid.meters().with(units);
    open(call)
        .settled(
            new SpendListener.Paid(
                call, paid.target(), meters, 1, paid.at(), false, true, "answered"));
  }

  /// A call of the key `k` that has failed before it was sent.
  void fail(String model) {
    Opened of = call();
    var call =
        new Opened(
            of.number(),
            of.call(),
            of.key(),
            of.team(),
            model,
            of.target(),
            of.nanos(),
            of.at(),
            "");
    open(call)
        .settled(new SpendListener.Paid(call, "", Meters.NONE, 0, of.at(), false, true, "refused"));
  }

  /// Takes the store away.
  void takeStore() {
    Store open = store.orElseThrow();
    store = Optional.empty();
    open.close();
  }

  void giveStore() throws StoreException {
    store = Optional.of(Store.open(ready(config), false));
  }

  Store store() {
    return store.orElseThrow();
  }

  Spend spend() {
    return new Spend(
        new Spend.Reader() {
          @Override
          public <T> T read(Work<T> work) throws StoreException, InterruptedException {
            return store.orElseThrow().read(work);
          }
        });
  }

  /// All that is in the store, of all days.
  Spend.Sums sums() throws Exception {
    return spend()
        .sums(new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31)))
        .rows()
        .getFirst()
        .sums();
  }

  /// How many calls the store has.
  long callsInStore() throws Exception {
    var rows =
        spend()
            .sums(new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31)))
            .rows();
    return rows.isEmpty() ? 0 : rows.getFirst().sums().calls();
  }

  /// Waits until the store has so many calls.
  void awaitCalls(long calls) {
    soon().untilAsserted(() -> assertThat(sums().calls()).isGreaterThanOrEqualTo(calls));
  }

  /// Waits until the store has no more than so many calls of a key one by one.
  void awaitDropped(String key, int left) {
    soon()
        .untilAsserted(
            () ->
                assertThat(spend().recent(key, Optional.empty(), left + 1).calls())
                    .as(key)
                    .hasSizeLessThanOrEqualTo(left));
  }

  void awaitTrouble(boolean there) {
    soon().until(ledger::trouble, trouble -> trouble.isPresent() == there);
  }

  /// Whether the journal is full and has not taken several calls. It is told to be full once it
  /// cannot grow, when its last segment still has room.
  boolean sumsUpCalls() {
    String trouble = ledger.trouble().orElse("");
    return trouble.contains("is full") && trouble.contains("calls are summed up in memory");
  }

  void awaitTrouble(String words) {
    soon().until(ledger::trouble, trouble -> trouble.orElse("").contains(words));
  }

  /// What is spent of the window of now.
  long spent(String owner, Period period) {
    return budgets.status(owner, new Budget(Long.MAX_VALUE, period)).spent();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant wall() {
    return wall;
  }

  @Override
  public void close() {
    ledger.close();
    store.ifPresent(Store::close);
  }
}

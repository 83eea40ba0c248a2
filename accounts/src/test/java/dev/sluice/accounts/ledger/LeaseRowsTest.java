package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.Period.Window;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.ledger.LeaseTable.OwnedWindow;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Owners;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Payer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the rows of leases hold while calls end, processes end, and a journal cannot be read.
class LeaseRowsTest {
  private static final String PROCESS = "journal/7";
  private static final long NOW = LedgerRig.NOON.toEpochMilli();
  private static final OwnedWindow FIRST = window("key:a");
  private static final OwnedWindow SECOND = window("key:b");
  private static final long CALL = 3_000_000;
  private static Store store;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var url = new Secret(TestPostgres.database());
    store = Store.open(new StoreConfig(folder, Optional.of(url)), false);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @AfterEach
  void empty() throws Exception {
    int _ = store.await(store.write(sql -> sql.update("truncate money_leases, money_windows")));
  }

  private static OwnedWindow window(String owner) {
    return new OwnedWindow(owner, Period.MONTH.window(NOW, ZoneOffset.UTC));
  }

  private static MoneyLeases leases(String process, Supplier<JournalPlace> place) {
    return new MoneyLeases(
        process, ZoneOffset.UTC, () -> Optional.of(store), place, () -> true, Clock.SYSTEM);
  }

  private static Budgets budgets() {
    return new Budgets(
        () -> SharedNode.BOOK, List.of(), ZoneOffset.UTC, Clock.SYSTEM, SpendListener.NONE);
  }

  private static long number(String query) throws Exception {
    return store.read(sql -> number(sql, query));
  }

  private static long number(Sql sql, String query) {
    return sql.query("select (" + query + ")::bigint as n", row -> row.number("n")).getFirst();
  }

  private static void write(String process, Map<OwnedWindow, Long> spent) throws Exception {
    var table = new LeaseTable(process, ZoneOffset.UTC);
    boolean _ =
        store.await(
            store.lease(
                sql -> {
                  table.write(sql, spent, JournalPlace.START);
                  return true;
                }));
  }

  private static void awaitOne(String query) {
    soon().until(() -> number(query) == 1);
  }

  /// A call that ends between two looks of the same renewal is in the sum, or behind the place.
  @Test
  void what_is_in_front_of_a_rows_place_is_in_its_sum() throws Exception {
    var pending = new AtomicReference<Optional<Payer.Payment>>(Optional.empty());
    var ended = new AtomicInteger();
    var seen = new CountDownLatch(1);
    MoneyLeases leases =
        leases(
            PROCESS,
            () -> {
              Optional<Payer.Payment> payment = pending.getAndSet(Optional.empty());
              if (payment.isPresent()) {
                SharedNode.settle(payment.get(), 2_000, 100);
                ended.incrementAndGet();
              } else if (ended.get() > 0) {
                await(seen);
              }
              return new JournalPlace(1, ended.get());
            });
    Budgets budgets = budgets();
    budgets.share(leases);
    leases.begin();
    try {
      var budget = new Budget(20 * Money.DOLLAR, Period.MONTH, false);
      Payer payer = budgets.payer(new Terms("k", "t", KeyLimits.NONE, List.of(budget), List.of()));
      pending.set(Optional.of(accepted(payer)));
      awaitOne("select coalesce(max(position), 0) from money_leases");
      assertThat(number("select sum(spent) from money_leases")).isEqualTo(CALL);
    } finally {
      seen.countDown();
      leases.close();
    }
  }

  /// A call waits but half a second for a lease.
  private static Payer.Payment accepted(Payer payer) {
    Payer.Decision decision =
        soon()
            .until(
                () -> payer.reserve(SharedNode.call(), SharedNode.TARGETS),
                Payer.Accepted.class::isInstance);
    return ((Payer.Accepted) decision).payment();
  }

  private static void await(CountDownLatch what) {
    try {
      assertThat(what.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_process_that_ends_locks_all_its_windows_in_their_order() throws Exception {
    write(PROCESS, new TreeMap<>(Map.of(FIRST, 5L, SECOND, 7L)));
    var table = new LeaseTable(PROCESS, ZoneOffset.UTC);
    var locked = new CountDownLatch(1);
    var other =
        store.write(
            sql -> {
              lock(sql, FIRST);
              locked.countDown();
              String waiting = "select count(*) from pg_locks where not granted";
              soon().until(() -> number(sql, waiting) != 0);
              lock(sql, SECOND);
              return true;
            });
    await(locked);
    var ends =
        store.lease(
            sql -> {
              table.end(sql, new TreeMap<>(Map.of(SECOND, 8L)), JournalPlace.START);
              return true;
            });
    assertThat(store.await(other)).isTrue();
    assertThat(store.await(ends)).isTrue();
    assertThat(number("select count(*) from money_leases")).isZero();
    assertThat(number("select base from money_windows where owner = 'key:a'")).isEqualTo(5);
    assertThat(number("select base from money_windows where owner = 'key:b'")).isEqualTo(8);
  }

  private static void lock(Sql sql, OwnedWindow window) {
    sql.query(
        "select base from money_windows where owner = ? for update",
        row -> row.number("base"),
        window.owner());
  }

  /// What it took over, of windows that no call of it has used.
  @Test
  void a_process_that_ends_leaves_no_row_of_windows_that_it_has_not_used() throws Exception {
    write(PROCESS, Map.of(FIRST, 5L));
    leases(PROCESS, () -> JournalPlace.START).close();
    assertThat(number("select count(*) from money_leases")).isZero();
    assertThat(number("select base from money_windows")).isEqualTo(5);
  }

  @Test
  void nothing_is_taken_over_while_a_page_of_the_journal_is_missing(@TempDir Path folder)
      throws Exception {
    long spent = fill(folder);
    try (Journal journal = open(folder)) {
      OwnedWindow window = window(Spender.key("k"));
      write(FormerLeases.process(journal.node(), 1), Map.of(window, 0L));
      boolean _ = store.await(store.write(sql -> isStored(sql, journal)));
      MoneyLeases leases = leases(FormerLeases.process(journal.node(), 99), journal::end);
      var restore =
          new BudgetRestore(
              budgets(),
              () -> Map.of(window.owner(), Set.of(Period.MONTH)),
              journal,
              journal.end(),
              ZoneOffset.UTC,
              Optional.of(leases));
      Path first = segments(folder).getFirst();
      byte[] bytes = Files.readAllBytes(first);
      cut(first);
      assertThat(restore.restore(store, NOW)).isEmpty();
      assertThat(number("select count(*) from money_leases where process like '%/1'")).isOne();
      Files.write(first, bytes, StandardOpenOption.WRITE);
      assertThat(restore.restore(store, NOW)).isPresent();
      assertThat(number("select sum(spent) from money_leases")).isEqualTo(spent);
      leases.close();
    }
  }

  @Test
  void a_sweeper_that_was_replaced_before_it_drops_anything_drops_nothing(@TempDir Path folder)
      throws Exception {
    var config = LedgerConfig.in(folder, Duration.ofDays(1), ZoneOffset.UTC);
    write(PROCESS, Map.of(new OwnedWindow("key:a", new Window("2020-01", 1, 2)), 5L));
    var queued = new CountDownLatch(1);
    var busy = store.write(_ -> awaited(queued));
    new Sweeper(config, "journal", JournalFixture.clock(NOW)).look(store);
    var replaced =
        store.write(
            sql -> {
              int _ = sql.update("update owners set until = 0");
              return new Owners("other").take(sql, "sweep", Duration.ofHours(1));
            });
    queued.countDown();
    assertThat(store.await(busy)).isTrue();
    assertThat(store.await(replaced)).hasValue(2);
    // The sweep is in front of this.
    long left = store.await(store.write(sql -> number(sql, "select count(*) from money_leases")));
    assertThat(left).isOne();
    int _ = store.await(store.write(sql -> sql.update("update owners set until = 0")));
    new Sweeper(config, "journal", JournalFixture.clock(NOW)).look(store);
    awaitOne("select 1 - count(*) from money_leases");
  }

  private static boolean awaited(CountDownLatch what) {
    await(what);
    return true;
  }

  private static Journal open(Path folder) throws Exception {
    return Journal.open(folder, JournalFixture.SMALL, JournalFixture.clock(NOW), new Random(7));
  }

  /// Calls in more than one segment.
  private static long fill(Path folder) throws Exception {
    long spent = 0;
    try (Journal journal = open(folder)) {
      long first = journal.end().segment();
      for (int number = 1; journal.end().segment() == first; number++) {
        var call = JournalFixture.opened(number, "k", NOW);
        journal.tend();
        assertThat(journal.append(Entry.of(JournalFixture.paid(call)))).isTrue();
        spent += JournalFixture.paid(call).nanos();
      }
    }
    return spent;
  }

  /// The store has all of the journal; of it the lease has nothing.
  private static boolean isStored(Sql sql, Journal journal) {
    JournalTable.move(sql, JournalTable.of(sql, journal.node()).id(), journal.end());
    return true;
  }

  private static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    }
  }

  private static void cut(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }
}

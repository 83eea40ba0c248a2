package dev.sluice.lab.ledger;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.Spend.By;
import dev.sluice.accounts.ledger.Spend.Column;
import dev.sluice.accounts.ledger.Spend.Tag;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.tag.TagText;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Fills a store with calls of ninety days through the ledger, and times the questions that pages
/// ask. Keys, models and targets are drawn so that few of them have most of the calls.
public final class RowsLab implements AutoCloseable {
  private static final int DAYS = 90;

  /// What half of the keys say that their calls are for.
  private static final List<String> TAGS = List.of("feature");

  private static final int KEYS = 200;
  private static final int TEAMS = 20;
  private static final int MODELS = 8;
  private static final int PROVIDERS = 2;
  private static final int CHUNK = 100_000;
  private static final int MOST = 10_000;
  private static final int LONGEST_MS = 30_000;

  /// The key that has the fewest calls, some ten of a million.
  private static final String RARE = "key-" + (KEYS - 1);

  private static final int ROWS_OF_A_PAGE = 1_000;
  private static final int TIMES = 5;
  private static final long SLOWEST_MS = 200;

  /// A call by its identifier: in all days, whatever its key.
  private static final long SLOWEST_SEARCH_MS = 2_000;

  private static final Instant FIRST = Instant.parse("2026-09-01T00:00:00Z");

  private final Random random = new Random(1);
  private final Folder folder = Folder.create("sluice-rows");
  private final Store store;
  private final Ledger ledger;
  private final Spend spend;
  private final PrintStream out;
  private long number;
  private boolean holds = true;

  private RowsLab(PrintStream out) throws IOException, StoreException, JournalException {
    this.out = out;
    var config = StoreConfig.in(folder.path());
    this.store = Store.open(config, false);
    this.spend = new Spend(store::read);
    this.ledger =
        Ledger.open(
            LedgerConfig.in(folder.path(), Duration.ofDays(DAYS * 2), ZoneOffset.UTC),
            () -> Optional.of(store),
            id -> id,
            Clock.SYSTEM);
    var prices = new PriceBook(List.of(), Map.of(), Map.of());
    ledger.begin(
        new Budgets(() -> prices, List.of(), ZoneOffset.UTC, Clock.SYSTEM, ledger), Map::of);
  }

  /// Runs the experiment, and prints how long each question takes.
  ///
  /// @param rows how many calls
  /// @return 0, or 1 if a question takes longer than 200 ms, or the search for a call than 2 s
  public static int run(long rows, PrintStream out) throws IOException, InterruptedException {
    try (var lab = new RowsLab(out)) {
      lab.fill(rows);
      lab.ask();
      return lab.holds ? 0 : 1;
    } catch (StoreException | JournalException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// Ends calls one after the other, as a gateway does: they have begun in about that order.
  private void fill(long rows) throws StoreException, InterruptedException {
    long begun = System.nanoTime();
    while (number < rows) {
      long most = Math.min(rows, number + CHUNK);
      while (number < most) {
        pay(FIRST.toEpochMilli() + TimeUnit.DAYS.toMillis(DAYS) * number / rows);
      }
      await(number);
    }
    out.println(
        "%d calls written, %d a second"
            .formatted(rows, rows * 1_000_000_000L / (System.nanoTime() - begun)));
    for (String thread : List.of("sluice-ledger", "sluice-store-writer")) {
      out.println("%-52s %d ns a call".formatted(thread, ThreadTimes.nanos(thread) / rows));
    }
  }

  private void pay(long ended) {
    int key = few(KEYS);
    int model = few(MODELS);
    String target = "p" + random.nextInt(PROVIDERS) + "/model-" + model;
    var opened =
        new Opened(
            ++number,
            id(number),
            "key-" + key,
            "team-" + key % TEAMS,
            "model-" + model,
            target,
            1_000_000,
            Math.max(FIRST.toEpochMilli(), ended - random.nextInt(LONGEST_MS)),
            key % 2 == 0 ? "" : TagText.of(TAGS, List.of("feature-" + model)));
    var meters = Meters.ofText(1 + random.nextInt(4_000), 1 + random.nextInt(1_000));
    var paid =
        new Paid(
            opened,
            target,
            meters,
            meters.input() + 8 * meters.output(),
            ended,
            false,
            true,
            "answered");
    ledger.opened(opened).settled(paid);
  }

  private static String id(long number) {
    return "req_" + Long.toHexString(number * 0x9e37_79b9L) + "5c093e6e15f0f85c";
  }

  /// Returns a number below `of`, the low ones more often.
  private int few(int of) {
    return (int) (of * random.nextDouble() * random.nextDouble());
  }

  /// Waits until the store has so many calls.
  private void await(long calls) throws StoreException, InterruptedException {
    var query = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
    while (spend.sums(query).rows().getFirst().sums().calls() < calls) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void ask() throws StoreException, InterruptedException {
    out.println("%-52s %s".formatted("slowest of " + TIMES, "ms"));
    sums(List.of(), Map.of());
    for (By by : By.values()) {
      sums(List.of(by), Map.of());
    }
    sums(List.of(new Tag(TAGS.getFirst())), Map.of());
    sums(List.of(By.DAY, new Tag(TAGS.getFirst())), Map.of(By.TEAM, "team-3"));
    sums(List.of(By.DAY, By.TEAM), Map.of());
    sums(List.of(By.TEAM, By.MODEL), Map.of());
    sums(List.of(By.KEY, By.MODEL, By.TARGET), Map.of());
    sums(Arrays.asList(By.values()), Map.of());
    sums(List.of(By.DAY, By.MODEL), Map.of(By.KEY, "key-3"));
    sums(List.of(By.KEY, By.DAY), Map.of(By.TEAM, "team-3"));
    time("the last 100 calls of key-0", () -> spend.recent("key-0", Optional.empty(), 100));
    String next = spend.recent("key-0", Optional.empty(), 100).next().orElseThrow();
    time("the 100 before them", () -> spend.recent("key-0", Optional.of(next), 100));
    time("the last 10000 calls of key-0", () -> spend.recent("key-0", Optional.empty(), MOST));
    time("the last 100 calls of a rare key", () -> spend.recent(RARE, Optional.empty(), 100));
    time("the last 100 calls of no key", () -> spend.recent("none", Optional.empty(), 100));
    look("the first call, by its identifier", id(1));
    look("the last call, likewise", id(number));
    look("a call that is not there", "req_none");
  }

  /// Looks for a call in all days.
  private void look(String words, String call) throws StoreException, InterruptedException {
    LocalDate first = LocalDate.ofInstant(FIRST, ZoneOffset.UTC).minusDays(1);
    LocalDate last = first.plusDays(DAYS + 2);
    if (!spend.find(call, first, last).whole()) {
      throw new IllegalStateException("not all days were looked at");
    }
    time(words, () -> spend.find(call, first, last), SLOWEST_SEARCH_MS);
  }

  private void sums(List<Column> by, Map<Column, String> only)
      throws StoreException, InterruptedException {
    LocalDate first = LocalDate.ofInstant(FIRST, ZoneOffset.UTC);
    var query =
        new Spend.Query(by, first, first.plusDays(DAYS), only, Optional.empty(), ROWS_OF_A_PAGE);
    time("by " + by + (only.isEmpty() ? "" : " of " + only), () -> spend.sums(query));
  }

  /// A question to the store.
  private interface Question {
    Object ask() throws StoreException, InterruptedException;
  }

  private void time(String words, Question question) throws StoreException, InterruptedException {
    time(words, question, SLOWEST_MS);
  }

  /// @param most how long it may take
  private void time(String words, Question question, long most)
      throws StoreException, InterruptedException {
    long slowest = 0;
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      Object _ = question.ask();
      slowest = Math.max(slowest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
    holds &= slowest <= most;
    out.println("%-52s %d%s".formatted(words, slowest, slowest <= most ? "" : "  MISSED"));
  }

  @Override
  public void close() throws IOException {
    ledger.close();
    store.close();
    folder.close();
  }
}

package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// One of several gateways at one PostgreSQL: its ledger, and the payer of a key `k` that all of
/// them know. A model costs a dollar a million tokens read and ten written, at most 1,000 of them.
final class SharedNode implements AutoCloseable, Clock, SpendListener {
  static final List<String> TARGETS = List.of("p/m");
  private static final int BODY = 8_000;
  private static final long MOST = 1_000;
  static final PriceBook BOOK = book();

  final Budgets budgets;
  final List<String> told = new CopyOnWriteArrayList<>();
  private final Ledger ledger;
  private final Store opened;
  private final Payer payer;
  private final Terms terms;
  private volatile Optional<Store> store;
  private volatile Instant wall;

  SharedNode(StoreConfig config, Instant wall, Budget... budgets) throws Exception {
    this(config, wall, new Terms("k", "t", KeyLimits.NONE, List.of(budgets), List.of()));
  }

  SharedNode(StoreConfig config, Instant wall, Terms terms) throws Exception {
    this.wall = wall;
    this.opened = Store.open(config, false);
    this.store = Optional.of(opened);
    this.terms = terms;
    var kept =
        new LedgerConfig(
                config.path().resolve("journal"),
                Duration.ofDays(93),
                ZoneOffset.UTC,
                JournalFixture.MEDIUM)
            .ofSeveral();
    this.ledger = Ledger.open(kept, () -> store, id -> id, this);
    this.budgets = new Budgets(() -> BOOK, List.of(), ZoneOffset.UTC, this, this);
    ledger.begin(
        this.budgets,
        () ->
            Map.of(
                Spender.key("k"),
                terms.keyBudgets().stream().map(Budget::period).collect(Collectors.toSet()),
                Spender.team("t"),
                terms.teamBudgets().stream().map(Budget::period).collect(Collectors.toSet()),
                Spender.ALL,
                Set.of()));
    this.payer = this.budgets.payer(terms);
  }

  private static PriceBook book() {
    String prices =
        "{\"models\": [{\"provider\": \"p\", \"model\": \"m\", \"input\": 1, \"output\": 10,"
            + " \"max_output\": 1000}, {\"provider\": \"p\", \"model\": \"dear\", \"input\": 100,"
            + " \"output\": 1000, \"max_output\": 1000}]}";
    try {
      byte[] json = prices.getBytes(StandardCharsets.UTF_8);
      var table = PriceFiles.read(new ByteArrayInputStream(json), LocalDate.EPOCH).table();
      return new PriceBook(List.of(table), Map.of(), Map.of());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  Payer.Decision reserve() {
    return payer.reserve(call(), TARGETS);
  }

  Payer.Decision reserve(String model) {
    return payer.reserve(call(), List.of("p/" + model));
  }

  static void settle(Payer.Payment payment, long input, long output) {
    payment.settle(
        new Payer.Bill("p/m", new Usage(input, output, 0, false), true, true, new Answered()));
  }

  BudgetStatus status() {
    return budgets.status(Spender.key("k"), terms.keyBudgets().getFirst());
  }

  void takeStore() {
    store = Optional.empty();
  }

  void giveStore() {
    store = Optional.of(opened);
  }

  Store store() {
    return opened;
  }

  void setWall(Instant next) {
    wall = next;
  }

  static Call call() {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.of(MOST), false),
        new Body(Unpooled.wrappedBuffer(new byte[BODY]), () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        NO_LOOP);
  }

  @Override
  public OpenSpend opened(Opened call) {
    return ledger.opened(call);
  }

  @Override
  public void warned(BudgetStatus budget) {
    told.add("warned");
  }

  @Override
  public void exhausted(BudgetStatus budget) {
    told.add("exhausted");
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
    opened.close();
  }

  private static final Loop NO_LOOP =
      new Loop() {
        @Override
        public void execute(Runnable task) {
          task.run();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
          return () -> {};
        }

        @Override
        public boolean inLoop() {
          return false;
        }

        @Override
        public Thread start(String name, Runnable task) {
          return Thread.ofVirtual().start(task);
        }
      };
}

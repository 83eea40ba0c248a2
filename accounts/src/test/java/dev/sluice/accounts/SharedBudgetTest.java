package dev.sluice.accounts;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Payers;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.provider.Secret;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A thousand calls at the same time, each on a thread of its own, with a key of a store and one
/// budget, while the store is written. Costs are drawn from a fixed seed.
class SharedBudgetTest {
  private static final int AT_ONCE = 1_000;
  private static final int BODY = 8_000;
  private static final long MOST = 1_000;
  private static final long DOLLARS = 20;
  private static final long PACE_MS = 5;
  private static final List<String> TARGETS = List.of("p/m");

  private static final String PRICES =
      "{\"models\": [{\"provider\": \"p\", \"model\": \"m\", \"input\": 1, \"output\": 10,"
          + " \"max_output\": 1000}]}";

  @TempDir private Path folder;

  private interface Trial {
    void with(AccountsRig rig) throws Exception;
  }

  private void with(String kind, Trial trial) throws Exception {
    if (kind.equals("sqlite")) {
      try (AccountsRig rig = new AccountsRig(StoreConfig.in(folder))) {
        trial.with(rig);
      }
      return;
    }
    var config = new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
    try (AccountsRig rig = new AccountsRig(config)) {
      trial.with(rig);
    }
  }

  /// What a run has come to.
  ///
  /// @param refusedAt what was spent and set aside when a call was refused first
  private record Run(BudgetStatus end, long refusedAt) {
    double spent() {
      return (double) end.spent() / end.budget().nanos();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void a_budget_of_a_key_of_a_store_is_used_up_and_hardly_passed(String kind) throws Exception {
    with(
        kind,
        rig -> {
          Run run = run(rig, false, PACE_MS);
          assertThat(run.end().setAside()).isZero();
          assertThat(run.spent()).isBetween(0.97, 1.005);
          assertThat((double) run.refusedAt() / run.end().budget().nanos())
              .isGreaterThanOrEqualTo(0.97);
        });
  }

  /// JFR looks at every thread a hundred times a second, at what runs Java and at what runs native
  /// code, of which SQLite is made.
  @Test
  void a_strict_one_is_passed_by_the_error_of_estimated_inputs_alone_and_no_call_is_ever_in_jdbc()
      throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    with(
        "sqlite",
        rig -> {
          Run run = sampled(rig, threads, () -> run(rig, true, 0));
          assertThat(run.end().setAside()).isZero();
          assertThat(run.spent()).isGreaterThan(0.97);
          // A thousand inputs, each off by a twentieth.
          assertThat(run.end().spent())
              .isLessThanOrEqualTo(run.end().budget().nanos() + AT_ONCE * 100_000L);
        });
    assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("sluice-store-"));
  }

  /// Notes the threads that are in JDBC meanwhile, and until one was.
  private static Run sampled(AccountsRig rig, Set<String> threads, Callable<Run> work)
      throws Exception {
    try (var samples = new RecordingStream()) {
      for (String event : List.of("jdk.ExecutionSample", "jdk.NativeMethodSample")) {
        samples.enable(event).withPeriod(Duration.ofMillis(10));
        samples.onEvent(event, sample -> note(sample, threads));
      }
      samples.startAsync();
      Run run = work.call();
      var changes = new AtomicLong();
      soon()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                String name = "later-" + changes.incrementAndGet();
                rig.accounts.changes().createKey("test", key(name, BudgetTerms.NONE));
                return !threads.isEmpty();
              });
      samples.stop();
      return run;
    }
  }

  private static void note(RecordedEvent sample, Set<String> threads) {
    boolean inside =
        sample.getStackTrace() != null
            && sample.getStackTrace().getFrames().stream().anyMatch(SharedBudgetTest::isOfJdbc);
    if (inside) {
      threads.add(String.valueOf(sample.getThread("sampledThread").getJavaName()));
    }
  }

  private static boolean isOfJdbc(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.startsWith("org.sqlite") || type.startsWith("java.sql");
  }

  /// @param pace how long the store has between two changes, in milliseconds
  private static Run run(AccountsRig rig, boolean strict, long pace) throws Exception {
    var terms = new BudgetTerms(List.of(DOLLARS + "USD/total"), strict);
    rig.accounts.changes().createTeam("test", "search", BudgetTerms.NONE);
    Issued key = rig.accounts.changes().createKey("test", key("shared", terms));
    var budgets =
        new Budgets(
            SharedBudgetTest::book, List.of(), ZoneOffset.UTC, Clock.SYSTEM, SpendListener.NONE);
    var payers = new Payers(budgets, name -> team(rig, name), () -> false);
    var budget = new Budget(DOLLARS * Money.DOLLAR, Period.TOTAL, strict);
    String owner = Spender.key(key.key().id());
    var refusedAt = new AtomicLong();
    var over = new CountDownLatch(1);
    Thread writes = Thread.ofPlatform().start(() -> write(rig, over, pace));
    var together = new CyclicBarrier(AT_ONCE);
    List<Future<?>> callers = new ArrayList<>();
    try (var answers = new Answers();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        int seed = i;
        callers.add(
            threads.submit(
                () -> {
                  together.await();
                  call(rig, key, payers, answers, new Random(seed));
                  BudgetStatus at = budgets.status(owner, budget);
                  return refusedAt.compareAndSet(0, at.spent() + at.setAside());
                }));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    }
    over.countDown();
    writes.join();
    return new Run(budgets.status(owner, budget), refusedAt.get());
  }

  /// Answers calls one after another, so that the others are under way meanwhile.
  private static final class Answers implements AutoCloseable {
    private final BlockingQueue<CompletableFuture<Boolean>> asked = new LinkedBlockingQueue<>();
    private final Thread provider = Thread.ofPlatform().start(this::run);

    void answer() {
      var answer = new CompletableFuture<Boolean>();
      asked.add(answer);
      boolean _ = answer.join();
    }

    private void run() {
      try {
        while (true) {
          asked.take().complete(true);
        }
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      provider.interrupt();
    }
  }

  private static NewKey key(String name, BudgetTerms budget) {
    KeyTerms all = KeyTerms.upTo(Band.INTERACTIVE);
    var terms = new KeyTerms(all.scope(), all.bands(), all.cache(), KeyLimits.NONE, budget);
    return new NewKey(name, "search", false, 0, terms);
  }

  private static BudgetTerms team(AccountsRig rig, String name) {
    return rig.accounts.keys().now().team(name).map(Team::budget).orElse(BudgetTerms.NONE);
  }

  private static PriceBook book() {
    return BOOK;
  }

  private static final PriceBook BOOK = read();

  private static PriceBook read() {
    try {
      byte[] json = PRICES.getBytes(StandardCharsets.UTF_8);
      var table = PriceFiles.read(new ByteArrayInputStream(json), LocalDate.EPOCH).table();
      return new PriceBook(List.of(table), Map.of(), Map.of());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Changes of other keys, one after another.
  private static void write(AccountsRig rig, CountDownLatch over, long pace) {
    try {
      for (int i = 0; !over.await(pace, TimeUnit.MILLISECONDS); i++) {
        rig.accounts.changes().createKey("test", key("other-" + i, BudgetTerms.NONE));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Calls until one is refused that no end of others lets in.
  private static void call(
      AccountsRig rig, Issued key, Payers payers, Answers answers, Random random) {
    while (rig.check(key) instanceof KeyCheck.Known(var principal)) {
      Call call = call();
      Payer payer = payers.of(principal);
      assertThat(payer.enter(call)).isEqualTo(Payer.Accepted.FREE);
      switch (payer.reserve(call, TARGETS)) {
        case Payer.Accepted(var payment) -> {
          answers.answer();
          payment.settle(new Payer.Bill("p/m", used(random), true, true, new Answered()));
        }
        case Payer.Refused(Failed.LimitReached(var limit, _, _))
            when limit == Failed.Limit.BUDGET_IN_USE ->
            answers.answer();
        case Payer.Refused _ -> {
          return;
        }
      }
    }
  }

  private static Usage used(Random random) {
    long input = Math.round(BODY / 4.0 * (0.95 + 0.1 * random.nextDouble()));
    long output = Math.min(MOST, 1 + (long) Math.exp(4.9 + 0.9 * random.nextGaussian()));
    return new Usage(input, output, 0, false);
  }

  private static Call call() {
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

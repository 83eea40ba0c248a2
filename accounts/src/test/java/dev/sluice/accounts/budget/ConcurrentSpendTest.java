package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.call.Answered;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A thousand calls at the same time against one budget. Costs are drawn from a fixed seed.
class ConcurrentSpendTest {
  private static final int AT_ONCE = 1_000;
  private static final int BODY = 8_000;
  private static final long MOST = 1_000;

  private final BudgetFixture fixture = new BudgetFixture();

  /// Long-tailed, some 200 tokens at the mean.
  private static long output(Random random) {
    return Math.min(MOST, 1 + (long) Math.exp(4.9 + 0.9 * random.nextGaussian()));
  }

  private static Payer.Bill bill(Random random) {
    long input = Math.round(BODY / 4.0 * (0.95 + 0.1 * random.nextDouble()));
    return BudgetFixture.bill(new Usage(input, output(random), 0, false), true, new Answered());
  }

  private static Payer.Decision ask(Payer payer) {
    return payer.reserve(BudgetFixture.call(BODY, OptionalLong.of(MOST)), BudgetFixture.MODEL);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_budget_is_passed_by_next_to_nothing_and_used_up_to_next_to_nothing(int seed) {
    var random = new Random(seed);
    var budget = new Budget(50 * Money.DOLLAR, Period.MONTH);
    Budgets budgets = fixture.budgets();
    Payer payer = budgets.payer(BudgetFixture.terms(budget));
    double first = run(budgets, payer, budget, random);
    BudgetStatus end = budgets.status("key:k", budget);
    assertThat(first).isGreaterThanOrEqualTo(0.97);
    assertThat(end.setAside()).isZero();
    assertThat((double) end.spent() / budget.nanos()).isBetween(0.97, 1.005);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_strict_budget_is_never_passed_but_for_estimates_of_inputs(int seed) {
    var random = new Random(seed);
    var budget = new Budget(50 * Money.DOLLAR, Period.MONTH, true);
    Budgets budgets = fixture.budgets();
    run(budgets, budgets.payer(BudgetFixture.terms(budget)), budget, random);
    BudgetStatus end = budgets.status("key:k", budget);
    // A thousand inputs, each off by a twentieth.
    assertThat(end.spent()).isLessThanOrEqualTo(budget.nanos() + AT_ONCE * 100_000L);
    assertThat((double) end.spent() / budget.nanos()).isGreaterThan(0.97);
  }

  /// Calls begin as others end, until none is let in any more.
  ///
  /// @return the part of the budget that was spent or set aside when the first one was refused
  private static double run(Budgets budgets, Payer payer, Budget budget, Random random) {
    List<Payer.Payment> running = new ArrayList<>();
    double first = 0;
    boolean some = true;
    while (some || !running.isEmpty()) {
      some = false;
      while (running.size() < AT_ONCE && ask(payer) instanceof Payer.Accepted(var payment)) {
        running.add(payment);
        some = true;
      }
      if (running.size() < AT_ONCE && first == 0) {
        BudgetStatus status = budgets.status("key:k", budget);
        first = (double) (status.spent() + status.setAside()) / budget.nanos();
      }
      if (!running.isEmpty()) {
        running.remove(random.nextInt(running.size())).settle(bill(random));
      }
    }
    return first;
  }

  @Test
  void threads_that_take_and_give_back_at_the_same_time_leave_nothing_behind()
      throws InterruptedException {
    var window = new SpendWindow(Period.TOTAL.window(0, java.time.ZoneOffset.UTC));
    var bounds = new Bounds(1_000_000, 1_000_000, false);
    var spent = new AtomicLong();
    var start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int seed = t;
      threads.add(
          Thread.ofPlatform().start(() -> work(window, bounds, new Random(seed), start, spent)));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(window.spent()).isEqualTo(spent.get());
    assertThat(window.likely()).isZero();
    assertThat(window.worst()).isZero();
    assertThat(spent.get()).isBetween(bounds.limit() * 99 / 100, bounds.limit());
  }

  private static void work(
      SpendWindow window, Bounds bounds, Random random, CountDownLatch start, AtomicLong spent) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 20_000; i++) {
      long take = 1L + random.nextInt(100);
      if (window.enter(take / 2, take, bounds, 0) == SpendWindow.Entry.ENTERED) {
        long actual = random.nextInt(4) == 0 ? 0 : random.nextLong(take + 1);
        window.settle(SpendWindow.Entry.ENTERED, take / 2, take, actual, 1);
        spent.addAndGet(actual);
      }
    }
  }
}

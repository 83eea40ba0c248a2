package dev.sluice.internal.retry;

import dev.sluice.testing.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever calls do with a budget at the same time, it is as if one had come after the other, so
/// that it never gives more than it holds. Time is told with each step.
@Param(name = "second", gen = IntGen.class, conf = "0:12")
@Tag("lincheck")
public class RetryBudgetLinearizabilityTest {
  private final RetryBudget budget = filled();

  /// Two are left, so that few steps reach its end.
  private static RetryBudget filled() {
    var budget = new RetryBudget();
    for (int i = 0; i < 8; i++) {
      budget.charge(0);
    }
    return budget;
  }

  @Operation
  public void first(@Param(name = "second") int second) {
    budget.first(nanos(second));
  }

  @Operation
  public boolean take(@Param(name = "second") int second) {
    return budget.take(1, nanos(second));
  }

  @Operation
  public boolean allows(@Param(name = "second") int second) {
    return budget.allows(1, nanos(second));
  }

  @Operation
  public void charge(@Param(name = "second") int second) {
    budget.charge(nanos(second));
  }

  @Operation
  public void giveBack(@Param(name = "second") int taken, @Param(name = "second") int second) {
    budget.giveBack(nanos(taken), nanos(second));
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(3)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(15)
        .invocationsPerIteration(150)
        // A window has 41 slots; that is no endless loop.
        .loopIterationsBeforeThreadSwitch(100)
        .loopBound(200)
        .check(RetryBudgetLinearizabilityTest.class);
  }

  @Test
  void so_it_is_on_real_threads() {
    new StressOptions()
        .threads(3)
        .actorsBefore(3)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(10)
        .invocationsPerIteration(300)
        .check(RetryBudgetLinearizabilityTest.class);
  }

  private static long nanos(int second) {
    return second * 1_000_000_000L;
  }
}

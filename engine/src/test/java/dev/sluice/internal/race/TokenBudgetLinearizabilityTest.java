package dev.sluice.internal.race;

import dev.sluice.testing.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever calls do with a budget at the same time, it is as if one had come after the other, so
/// that it never gives more than it holds, and one race a minute. Time is told with each step.
@Param(name = "tokens", gen = IntGen.class, conf = "1:4")
@Param(name = "minute", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class TokenBudgetLinearizabilityTest {
  private final TokenBudget budget = almostSpent();

  private static TokenBudget almostSpent() {
    var budget = new TokenBudget(1);
    budget.correct((long) TokenBudget.MOST - 4);
    return budget;
  }

  @Operation
  public void earn(@Param(name = "tokens") int tokens) {
    budget.earn(tokens);
  }

  @Operation
  public boolean take(@Param(name = "tokens") int tokens, @Param(name = "minute") int minute) {
    return budget.take(tokens, "a/x", minute * 60_000_000_000L);
  }

  @Operation
  public void correct(@Param(name = "tokens") int tokens) {
    budget.correct(tokens);
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(2)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(15)
        .invocationsPerIteration(150)
        .check(TokenBudgetLinearizabilityTest.class);
  }

  @Test
  void so_it_is_on_real_threads() {
    new StressOptions()
        .threads(3)
        .actorsBefore(2)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(4)
        .invocationsPerIteration(50)
        .check(TokenBudgetLinearizabilityTest.class);
  }
}

package dev.sluice.internal.admission.queue.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriorityKeyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MAX_WAIT = 30 * SECOND;
  private static final Call CALL =
      Calls.streamed(new VirtualLoop(), "m").withClaim(new SchedulingHints(Band.CRITICAL, "*", 0));

  @Test
  void at_first_a_thousand_tokens_put_a_call_back_by_thirty_seconds() {
    assertThat(putBack(500)).isEqualTo(15 * SECOND);
    assertThat(putBack(1_000)).isEqualTo(30 * SECOND);
  }

  @Test
  void then_what_counts_is_how_much_others_cost() {
    for (int mean : new int[] {40, 6_000}) {
      var meanCost = new MeanCost();
      for (int i = 0; i < 2_000; i++) {
        meanCost.arrived(new Cost(mean, 0, 0));
      }
      assertThat(putBack(meanCost, mean / 2)).isBetween(20 * SECOND, 22 * SECOND);
    }
  }

  @Test
  void who_costs_nothing_says_nothing_of_what_others_cost() {
    var meanCost = new MeanCost();
    for (int i = 0; i < 2_000; i++) {
      meanCost.arrived(Cost.NONE);
    }
    assertThat(putBack(meanCost, 500)).isEqualTo(15 * SECOND);
  }

  @Test
  void no_cost_puts_a_call_back_by_more_than_two_longest_waits() {
    assertThat(putBack(2_000)).isBetween(48 * SECOND, 49 * SECOND);
    assertThat(putBack(1_000_000)).isEqualTo(2 * MAX_WAIT);
  }

  @Test
  void what_costs_more_stands_behind_what_costs_less() {
    for (int tokens = 0; tokens < 10_000; tokens += 100) {
      assertThat(putBack(tokens + 100)).as("%d tokens", tokens).isGreaterThan(putBack(tokens));
    }
  }

  private static long putBack(int tokens) {
    return putBack(new MeanCost(), tokens);
  }

  private static long putBack(MeanCost meanCost, int tokens) {
    double dear = meanCost.measure(new Cost(tokens, 0, 0));
    return PriorityKey.offset(CALL, dear, MAX_WAIT, MAX_WAIT);
  }
}

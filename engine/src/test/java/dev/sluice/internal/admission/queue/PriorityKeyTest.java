package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriorityKeyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MAX_WAIT = 30 * SECOND;
  private static final Call CALL =
      Calls.streamed(new VirtualLoop(), "m").withHints(new SchedulingHints(Band.CRITICAL, "*", 0));

  @Test
  void a_call_of_the_mean_cost_is_put_back_by_more_than_one_longest_wait() {
    assertThat(putBack(0.5)).isEqualTo(21 * SECOND);
    assertThat(putBack(1)).isBetween(39 * SECOND, 40 * SECOND);
  }

  @Test
  void no_cost_puts_a_call_back_by_more_than_two_longest_waits() {
    assertThat(putBack(1.5)).isBetween(50 * SECOND, 51 * SECOND);
    assertThat(putBack(1_000_000)).isEqualTo(2 * MAX_WAIT);
  }

  @Test
  void what_costs_more_goes_behind_what_costs_less() {
    for (double cost = 0; cost < 10; cost += 0.1) {
      assertThat(putBack(cost + 0.1)).as("%.1f of the mean", cost).isGreaterThan(putBack(cost));
    }
  }

  /// @param cost as a multiple of the mean
  private static long putBack(double cost) {
    return PriorityKey.offset(CALL, cost, MAX_WAIT, MAX_WAIT);
  }
}

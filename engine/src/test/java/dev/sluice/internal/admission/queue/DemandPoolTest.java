package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.gate.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandPoolTest {
  private static final int MANY = 256;

  private final SplittableRandom random = new SplittableRandom(5);
  private final DemandPool pool = new DemandPool();

  @Test
  void of_a_few_each_has_no_more_than_it_may() {
    TenantDemand own = tenant(1, 500, 0);
    tenant(3, 500, 0);
    tenant(1, 500, 400);
    tenant(1, 20, 0);
    tenant(1, 500, 200);
    assertThat(tokens(own, 100, 0)).isCloseTo(3 * 100 + 20, within(1e-6));
    assertThat(tokens(own, 300, 0)).isCloseTo(500 + 20 + 100, within(1e-6));
  }

  @Test
  void what_comes_counts_as_long_as_one_waits() {
    TenantDemand own = tenant(1, 500, 0);
    tenant(1, 10, 0).arrives(sum(5));
    assertThat(tokens(own, 100, 2)).isCloseTo(20, within(1e-6));
    assertThat(tokens(own, 100, 60)).isCloseTo(100, within(1e-6));
  }

  @Test
  void many_are_counted_nearly_as_if_each_were_told_apart() {
    List<TenantDemand> all = new ArrayList<>();
    double[] waits = new double[MANY];
    double[] served = new double[MANY];
    for (int i = 0; i < MANY; i++) {
      waits[i] = 1_000.0 * random.nextInt(200);
      served[i] = random.nextInt(8_000);
      all.add(tenant(1, waits[i], served[i]));
    }
    pool.regroup();
    for (double until = 8_000; until < 300_000; until += 8_000) {
      double exact = 0;
      for (int i = 1; i < MANY; i++) {
        exact += Math.min(waits[i], until - served[i]);
      }
      assertThat(tokens(all.getFirst(), until, 0))
          .as("until %f", until)
          .isBetween(exact - 1e-3, 1.4 * exact);
    }
  }

  @Test
  void who_has_most_waiting_is_told_apart_however_late_it_came() {
    TenantDemand own = tenant(1, 0, 0);
    for (int i = 0; i < MANY; i++) {
      tenant(1, 10, 0);
    }
    tenant(1, 1_000_000, 0);
    pool.regroup();
    assertThat(tokens(own, 100, 0)).isCloseTo(10 * MANY + 100, within(1e-6));
  }

  @Test
  void what_changes_afterwards_is_counted() {
    List<TenantDemand> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(tenant(1, 10_000, 0));
    }
    pool.regroup();
    for (TenantDemand each : all) {
      each.waits(new Cost(1_000, 0, 0), -5);
      each.arrives(sum(7));
    }
    double before = tokens(all.getFirst(), 1e9, 10);
    assertThat(before).isCloseTo((MANY - 1) * (5_000 + 70), within(1e-3));
    pool.remove(all.getLast());
    assertThat(tokens(all.getFirst(), 1e9, 10)).isCloseTo(before - 5_070, within(1e-3));
  }

  @Test
  void what_one_counted_with_others_has_is_not_in_its_own_way() {
    List<TenantDemand> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(tenant(1, 100, 0));
    }
    for (TenantDemand each : all) {
      assertThat(tokens(each, 1e9, 0)).isCloseTo((MANY - 1) * 100, within(1e-3));
    }
  }

  /// A tenant with so many tokens that wait.
  private TenantDemand tenant(double weight, double waits, double served) {
    var demand = new TenantDemand();
    demand.waits(new Cost(waits, 0, 0), 1);
    demand.follow(weight, served);
    pool.add(demand);
    return demand;
  }

  private static Demand sum(double input) {
    var sum = new Demand();
    sum.add(0, input, 0);
    return sum;
  }

  private double tokens(TenantDemand own, double until, double seconds) {
    var into = new Demand();
    pool.upTo(own, until, seconds, into);
    return into.tokens();
  }
}

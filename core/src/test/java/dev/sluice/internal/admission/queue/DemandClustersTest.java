package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.gate.Cost;
import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.share.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemandClustersTest {
  private static final int MANY = 256;

  private final Tenants tenants = new Tenants(Map.of("t1", 3));
  private final SplittableRandom random = new SplittableRandom(5);
  private final DemandClusters clusters = new DemandClusters(5);
  private final DemandClusters exact = new DemandClusters(8);
  private final List<TenantDemand> grouped = new ArrayList<>();
  private final List<TenantDemand> alone = new ArrayList<>();

  @Test
  void of_a_few_each_has_no_more_than_it_may() {
    TenantDemand own = few(0, 500, 0);
    few(1, 500, 0);
    few(2, 500, 400);
    few(3, 20, 0);
    few(4, 500, 200);
    assertThat(tokens(clusters, own, 100, 0)).isCloseTo(3 * 100 + 20, within(1e-6));
    assertThat(tokens(clusters, own, 300, 0)).isCloseTo(500 + 20 + 100, within(1e-6));
  }

  @Test
  void what_comes_counts_as_long_as_one_waits() {
    TenantDemand own = few(0, 500, 0);
    few(2, 10, 0).comes(sum(5));
    assertThat(tokens(clusters, own, 100, 2)).isCloseTo(20, within(1e-6));
    assertThat(tokens(clusters, own, 100, 60)).isCloseTo(100, within(1e-6));
  }

  @Test
  void many_are_counted_nearly_as_if_each_were_told_apart() {
    for (int i = 0; i < MANY; i++) {
      many(i, random.nextInt(200), random.nextInt(16_000));
    }
    clusters.group();
    exact.group();
    assertCounted();
  }

  @Test
  void none_of_many_takes_from_another_what_it_has_had_since_they_were_grouped() {
    for (int i = 0; i < MANY; i++) {
      many(i, random.nextInt(200), random.nextInt(16_000));
    }
    clusters.group();
    exact.group();
    for (int i = 0; i < MANY; i++) {
      double served = 16_000 + random.nextInt(16_000);
      grouped.get(i).served(served);
      alone.get(i).served(served);
    }
    assertCounted();
  }

  /// As much as if each were told apart, or a little more.
  private void assertCounted() {
    for (double until = 0; until < 100_000; until += until < 20_000 ? 250 : 5_000) {
      for (double seconds = 0; seconds < 30; seconds += 10) {
        double told = tokens(exact, alone.getFirst(), until, seconds);
        double counted = tokens(clusters, grouped.getFirst(), until, seconds);
        assertThat(counted)
            .as("until %f, %f s", until, seconds)
            .isBetween(told - 1e-3, 1.04 * told + 1e-3);
      }
    }
  }

  @Test
  void what_changes_afterwards_is_counted() {
    for (int i = 0; i < MANY; i++) {
      many(i, 10, 0);
    }
    clusters.group();
    for (int i = 0; i < MANY; i++) {
      grouped.get(i).waits(new Cost(1_000, 0, 0), -5);
      grouped.get(i).comes(sum(7));
    }
    double all = tokens(clusters, grouped.getFirst(), 1e9, 10);
    assertThat(all).isCloseTo((MANY - 1) * (5_000 + 70), within(1e-3));
    clusters.remove(grouped.getLast());
    assertThat(tokens(clusters, grouped.getFirst(), 1e9, 10))
        .isCloseTo(all * (MANY - 2) / (MANY - 1), within(1e-3));
  }

  /// A tenant with so many tokens that wait.
  private TenantDemand few(int name, double waits, double served) {
    var demand = new TenantDemand(tenants.of("t" + name));
    demand.waits(new Cost(waits, 0, 0), 1);
    demand.served(served);
    clusters.add(demand);
    return demand;
  }

  private void many(int name, int calls, double served) {
    double rate = random.nextInt(2_000);
    for (boolean isAlone : new boolean[] {false, true}) {
      var demand = new TenantDemand(tenants.of("t" + name));
      demand.waits(new Cost(1_000, 0, 0), calls);
      demand.comes(sum(rate));
      demand.served(served);
      (isAlone ? exact : clusters).add(demand);
      (isAlone ? alone : grouped).add(demand);
    }
  }

  private static Demand sum(double input) {
    var sum = new Demand();
    sum.add(0, input, 0, 0);
    return sum;
  }

  private static double tokens(DemandClusters of, TenantDemand own, double until, double seconds) {
    var into = new Demand();
    of.upTo(own, until, seconds, into);
    return into.tokens();
  }
}

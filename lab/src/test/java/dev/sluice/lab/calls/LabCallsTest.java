package dev.sluice.lab.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.calls.Comparison.Pair;
import dev.sluice.sim.limit.ModelLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabCallsTest {
  @Test
  void the_workload_is_what_it_says() {
    List<Workload.PlannedRequest> asks = Workload.of(200, 60, 7).asks();
    assertThat(asks).hasSize(12_000).isEqualTo(Workload.of(200, 60, 7).asks());
    long embeddings = asks.stream().filter(ask -> ask.path().endsWith("embeddings")).count();
    assertThat(embeddings / 12_000.0).isBetween(0.77, 0.83);
    assertThat(new HashSet<>(asks).size() / 12_000.0).isBetween(0.73, 0.77);
  }

  @Test
  void a_short_load_makes_far_fewer_calls_and_each_is_answered() throws Exception {
    Workload workload = Workload.of(100, 2, 7);
    try (Site site = Site.start(Site.ALL, ModelLimits.NONE)) {
      LoadResult seen = new OpenLoop(site).run(workload);
      assertThat(seen.failed()).isZero();
      assertThat(seen.upstream429()).isZero();
      assertThat(seen.client429()).isZero();
      assertThat(seen.asked()).isEqualTo(200);
      long saved = seen.saved().values().stream().mapToLong(Long::longValue).sum();
      assertThat(seen.sent()).isEqualTo(200 - saved);
      // A quarter of them are repeats, whatever is put together.
      assertThat(seen.sent()).isLessThanOrEqualTo(150);
    }
  }

  @Test
  void a_threshold_that_is_missed_is_told() {
    var many = new LoadResult(100, 100, 0, 0, 0, 1, 1, 1, Map.of());
    var few = new LoadResult(100, 59, 0, 0, 0, 1, 1, 1, Map.of());
    assertThat(holds(new Pair(many, few), refused(10, 5), 1)).isTrue();
    assertThat(holds(new Pair(many, many), refused(10, 5), 1)).isFalse();
    assertThat(holds(new Pair(many, few), refused(10, 6), 1)).isFalse();
    assertThat(holds(new Pair(many, few), refused(0, 0), 1)).isFalse();
    assertThat(holds(new Pair(many, few), refused(4, 0), 1)).isFalse();
    assertThat(holds(new Pair(many, few), refused(10, 5), 1.1)).isFalse();
    var lost = new LoadResult(100, 59, 0, 0, 1, 1, 1, 1, Map.of());
    assertThat(holds(new Pair(many, lost), refused(10, 5), 1)).isFalse();
  }

  private static Pair refused(long without, long with) {
    return new Pair(
        new LoadResult(100, 100, without, without, 0, 1, 1, 1, Map.of()),
        new LoadResult(100, 59, with, with, 0, 1, 1, 1, Map.of()));
  }

  private static boolean holds(Pair free, Pair limited, double more) {
    var fine = refused(10, 5);
    return new Comparison(free, limited, fine, 100, 100 + more).holds()
        && new Comparison(free, fine, limited, 100, 100 + more).holds();
  }
}

package dev.sluice.lab.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabCallsTest {
  @Test
  void the_workload_is_what_it_says() {
    List<Workload.Ask> asks = Workload.of(200, 60, 7).asks();
    assertThat(asks).hasSize(12_000).isEqualTo(Workload.of(200, 60, 7).asks());
    long embeddings = asks.stream().filter(ask -> ask.path().endsWith("embeddings")).count();
    assertThat(embeddings / 12_000.0).isBetween(0.77, 0.83);
    assertThat(new HashSet<>(asks).size() / 12_000.0).isBetween(0.73, 0.77);
  }

  @Test
  void a_short_load_makes_far_fewer_calls_and_each_is_answered() throws Exception {
    Workload workload = Workload.of(100, 2, 7);
    try (Site site = Site.start(Site.ALL, Optional.empty())) {
      Seen seen = new OpenLoop(site).run(workload);
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
    var none = new Seen(100, 100, 10, 10, 0, 1, 1, 1, Map.of());
    var some = new Seen(100, 59, 5, 5, 0, 1, 1, 1, Map.of());
    assertThat(new Comparison(none, some, none, some, 100, 101).holds()).isTrue();
    assertThat(new Comparison(none, none, none, some, 100, 101).holds()).isFalse();
    assertThat(new Comparison(none, some, none, none, 100, 101).holds()).isFalse();
    assertThat(new Comparison(none, some, none, some, 100, 101.1).holds()).isFalse();
  }
}

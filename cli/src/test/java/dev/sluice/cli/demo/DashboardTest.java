package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final long SECOND = 1_000_000_000;

  private final Dashboard dashboard = new Dashboard(-5 * SECOND);

  @Test
  void rows_are_by_route_and_target() {
    dashboard.add(well("chat", "slow/m"), 0);
    dashboard.add(well("chat", "fast/m"), 0);
    dashboard.add(well("chat", "fast/m"), 0);
    dashboard.add(well("a", "slow/m"), 0);
    assertThat(dashboard.view(0).rows())
        .extracting(Row::route, Row::target, Row::calls)
        .containsExactly(
            tuple("a", "slow/m", 1L), tuple("chat", "fast/m", 2L), tuple("chat", "slow/m", 1L));
  }

  @Test
  void shares_are_of_the_route_and_lately() {
    dashboard.add(well("chat", "dies/m"), 0);
    dashboard.add(well("chat", "fast/m"), 8 * SECOND);
    assertThat(dashboard.view(9 * SECOND).rows()).extracting(Row::share).containsExactly(0.5, 0.5);
    assertThat(dashboard.view(12 * SECOND).rows()).extracting(Row::share).containsExactly(0.0, 1.0);
    assertThat(dashboard.view(60 * SECOND).rows()).extracting(Row::share).containsExactly(0.0, 0.0);
  }

  @Test
  void errors_count_but_have_no_latency() {
    dashboard.add(wrong("chat", "fast/m"), 3 * SECOND);
    Dashboard.View view = dashboard.view(5 * SECOND);
    assertThat(view.errors()).isEqualTo(1);
    assertThat(view.age()).isEqualTo(Duration.ofSeconds(10));
    assertThat(view.rows().getFirst().errors()).isEqualTo(1);
    assertThat(view.rows().getFirst().latency()).isEmpty();
    assertThat(view.last())
        .contains(new Dashboard.Mishap("chat", "fast/m", "503 overloaded", Duration.ofSeconds(2)));
  }

  @Test
  void percentiles_are_of_calls_that_went_well() {
    for (int i = 1; i <= 100; i++) {
      dashboard.add(
          new CallResult(
              "chat",
              "t",
              Duration.ofMillis(i),
              Optional.of(Duration.ofMillis(1)),
              Optional.empty(),
              Optional.empty()),
          0);
    }
    Row row = dashboard.view(0).rows().getFirst();
    assertThat((double) row.latency().orElseThrow().p50().toMillis())
        .isCloseTo(50, Offset.offset(1.0));
    assertThat((double) row.latency().orElseThrow().p99().toMillis())
        .isCloseTo(99, Offset.offset(1.0));
    assertThat((double) row.firstToken().orElseThrow().p99().toMillis())
        .isCloseTo(1, Offset.offset(1.0));
  }

  private static CallResult well(String route, String target) {
    return new CallResult(
        route, target, Duration.ofMillis(5), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static CallResult wrong(String route, String target) {
    return new CallResult(
        route,
        target,
        Duration.ofMillis(5),
        Optional.empty(),
        Optional.of("503 overloaded"),
        Optional.empty());
  }
}

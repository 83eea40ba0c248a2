package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.request.Band;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureReaderTest {
  /// Ten come at once, three fit.
  private static Figures sdk() {
    WorkloadCallFixture calls =
        new WorkloadCallFixture().at(0, Band.CRITICAL, 1).at(0, Band.NORMAL, 9);
    var rates = new ProviderRates(450, 60_000, Duration.ofSeconds(60));
    var world = new World(calls.list(), rates, Duration.ofSeconds(30), 1);
    world.run(Contender.SDK.in(world)::arrive);
    return FigureReader.of(world);
  }

  @Test
  void shares_are_of_calls_and_of_attempts() {
    Figures figures = sdk();
    assertThat(figures.success()).isEqualTo(0.3);
    assertThat(figures.tokens()).isEqualTo(0.3);
    assertThat(figures.attempts()).isEqualTo((3 + 3 * 7) / 10.0);
    assertThat(figures.throttled()).isEqualTo(21 / 24.0);
    assertThat(figures.atEntry()).isZero();
  }

  @Test
  void bands_are_distinguished() {
    Figures figures = sdk();
    assertThat(figures.band(Band.CRITICAL).success()).isEqualTo(1);
    assertThat(figures.band(Band.CRITICAL).p99()).isEqualTo(0.025);
    assertThat(figures.band(Band.NORMAL).success()).isEqualTo(2 / 9.0);
    assertThat(figures.band(Band.BATCH).success()).isNaN();
  }

  @Test
  void tokens_are_counted_beside_calls() {
    WorkloadCallFixture calls =
        new WorkloadCallFixture().at(0, Band.CRITICAL, 1).at(0, Band.NORMAL, 1);
    var rates = new ProviderRates(150, 60_000, Duration.ofSeconds(60));
    var world = new World(calls.list(), rates, Duration.ofSeconds(30), 1);
    world.run(Contender.SDK.in(world)::arrive);
    Figures figures = FigureReader.of(world);
    assertThat(figures.band(Band.CRITICAL).tokens()).isEqualTo(1);
    assertThat(figures.band(Band.NORMAL).tokens()).isZero();
    assertThat(figures.tokenDeciles()).contains(1.0, 0.0).hasSize(10);
  }

  @Test
  void a_mean_is_of_those_runs_that_have_something_to_say() {
    Figures mean = Figures.mean(List.of(sdk(), sdk()));
    assertThat(mean.success()).isEqualTo(0.3);
    assertThat(mean.band(Band.BATCH).median()).isNaN();
    assertThat(mean.deciles()).hasSize(10);
  }

  @Test
  void the_fairness_index_is_one_over_n_when_one_has_everything() {
    assertThat(Jain.index(List.of(1.0, 0.0, 0.0, 0.0))).isEqualTo(0.25);
    assertThat(Jain.index(List.of(0.4, 0.4))).isCloseTo(1, within(1e-12));
    assertThat(Jain.index(List.of(0.0))).isNaN();
  }

  @Test
  void a_quantile_is_a_value_that_was_seen() {
    var waits = new Waits();
    for (int i = 1; i <= 1_000; i++) {
      waits.add(i * 1_000_000L);
    }
    assertThat(waits.quantile(0.5)).isEqualTo(0.5);
    assertThat(waits.quantile(0.99)).isEqualTo(0.99);
    assertThat(waits.quantile(1)).isEqualTo(1);
    assertThat(new Waits().quantile(0.5)).isNaN();
  }
}

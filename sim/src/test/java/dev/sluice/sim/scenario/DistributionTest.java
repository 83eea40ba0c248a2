package dev.sluice.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static final int DRAWS = 20_000;

  private static double[] draws(Distribution distribution) {
    SplittableRandom random = new SplittableRandom(42);
    double[] values = new double[DRAWS];
    Arrays.setAll(values, _ -> distribution.draw(random));
    Arrays.sort(values);
    return values;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double median(double[] values) {
    return values[values.length / 2];
  }

  @Test
  void the_same_seed_draws_the_same() {
    Distribution distribution = new Distribution.LogNormal(100, 0.5);
    assertThat(draws(distribution)).isEqualTo(draws(distribution));
  }

  @Test
  void a_constant_distribution_draws_one_value() {
    assertThat(draws(Distribution.of(7))).containsOnly(7);
    assertThat(Distribution.of(7).sum(3, new SplittableRandom(1))).isEqualTo(21);
  }

  @Test
  void a_uniform_one_keeps_to_its_bounds() {
    double[] values = draws(new Distribution.Uniform(10, 20));
    assertThat(values[0]).isBetween(10.0, 10.01);
    assertThat(values[DRAWS - 1]).isBetween(19.99, 20.0);
    assertThat(mean(values)).isCloseTo(15, within(0.1));
  }

  @Test
  void a_normal_one_has_its_mean_and_deviation_and_is_never_negative() {
    double[] values = draws(new Distribution.Normal(100, 10));
    assertThat(mean(values)).isCloseTo(100, within(0.5));
    assertThat(values[(int) (DRAWS * 0.8413)]).isCloseTo(110, within(0.7));
    assertThat(draws(new Distribution.Normal(0, 10))[0]).isZero();
  }

  @Test
  void a_log_normal_one_has_its_median_and_a_tail() {
    double[] values = draws(new Distribution.LogNormal(100, 0.5));
    assertThat(median(values)).isCloseTo(100, within(1.5));
    assertThat(values[(int) (DRAWS * 0.975)]).isCloseTo(266, within(12.0));
  }

  @Test
  void an_exponential_one_has_its_mean() {
    double[] values = draws(new Distribution.Exponential(50));
    assertThat(mean(values)).isCloseTo(50, within(1.0));
    assertThat(median(values)).isCloseTo(50 * Math.log(2), within(1.0));
  }
}

package dev.sluice.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingMeanTest {
  private final MovingMean mean = new MovingMean(10, 7);

  @Test
  void it_is_the_prior_until_the_first_sample() {
    assertThat(mean.value()).isEqualTo(7);
    mean.add(100);
    assertThat(mean.value()).isEqualTo(100);
  }

  @Test
  void the_first_samples_count_alike() {
    for (int sample = 1; sample <= 10; sample++) {
      mean.add(sample);
    }
    assertThat(mean.value()).isCloseTo(5.5, within(1e-9));
  }

  @Test
  void later_samples_count_by_the_window() {
    for (int i = 0; i < 100; i++) {
      mean.add(0);
    }
    mean.add(1);
    assertThat(mean.value()).isCloseTo(0.1, within(1e-9));
    for (int i = 0; i < 100; i++) {
      mean.add(1);
    }
    assertThat(mean.value()).isCloseTo(1, within(1e-3));
  }
}

package dev.sluice.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationBucketsTest {
  @Test
  void a_time_from_10_ms_to_10_minutes_is_within_5_percent_of_its_bucket() {
    for (double ms = 10.1; ms < 600_000; ms *= 1.013) {
      long nanos = (long) (ms * 1e6);
      double middle = DurationBuckets.middle(DurationBuckets.bucket(nanos)).toNanos();
      assertThat(middle / nanos).isCloseTo(1, within(0.05));
    }
  }

  @Test
  void the_first_and_the_last_take_the_rest() {
    assertThat(DurationBuckets.bucket(0)).isZero();
    assertThat(DurationBuckets.bucket(-5)).isZero();
    assertThat(DurationBuckets.bucket(Duration.ofMillis(10).toNanos())).isZero();
    assertThat(DurationBuckets.bucket(Duration.ofHours(9).toNanos()))
        .isEqualTo(DurationBuckets.COUNT - 1);
  }
}

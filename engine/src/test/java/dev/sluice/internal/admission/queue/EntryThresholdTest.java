package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EntryThresholdTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MAX_WAIT = 30 * SECOND;

  private final EntryThreshold threshold = new EntryThreshold();

  @Test
  void one_failure_in_twenty_five_may_be_late() {
    double before = threshold.share(false);
    for (int i = 0; i < 240; i++) {
      if (i % 24 == 0) {
        threshold.late();
      }
      threshold.early();
    }
    assertThat(threshold.share(false)).isCloseTo(before, within(1e-9));
    threshold.late();
    assertThat(threshold.share(false)).isLessThan(before);
  }

  @Test
  void while_most_wait_long_less_is_let_in() {
    grant(1_000, 7);
    assertThat(threshold.share(false)).isEqualTo(0.2);
    assertThat(threshold.share(true)).isEqualTo(0.95);
    grant(1_000, 6);
    assertThat(threshold.share(false)).isEqualTo(0.9);
  }

  @Test
  void but_a_third_may() {
    for (int i = 0; i < 1_000; i++) {
      grant(1, 20);
      grant(2, 0);
    }
    assertThat(threshold.share(false)).isEqualTo(0.9);
  }

  private void grant(int times, int seconds) {
    for (int i = 0; i < times; i++) {
      threshold.granted(seconds * SECOND, MAX_WAIT);
    }
  }
}

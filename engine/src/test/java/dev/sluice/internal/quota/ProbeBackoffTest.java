package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbeBackoffTest {

  private final ProbeBackoff backoff = new ProbeBackoff(2);

  @Test
  void nothing_is_too_much_at_first() {
    assertThat(backoff.bound()).isInfinite();
  }

  @Test
  void what_was_right_before_the_last_step_is_safe() {
    backoff.refused(100);
    assertThat(backoff.bound()).isCloseTo(50 / 1.02, within(1e-9));
    backoff.forget();
    assertThat(backoff.bound()).isInfinite();
  }

  @Test
  void it_counts_until_one_refusal_more_is_affordable() {
    backoff.refused(100);
    attempt(SafetyMargin.ATTEMPTS_PER_REFUSAL - 1);
    assertThat(backoff.bound()).isCloseTo(50 / 1.02, within(1e-9));
    attempt(1);
    assertThat(backoff.bound()).isInfinite();
  }

  @Test
  void another_refusal_counts_anew() {
    backoff.refused(100);
    attempt(SafetyMargin.ATTEMPTS_PER_REFUSAL - 1);
    backoff.refused(80);
    attempt(1);
    assertThat(backoff.bound()).isCloseTo(40 / 1.02, within(1e-9));
  }

  private void attempt(int times) {
    for (int i = 0; i < times; i++) {
      backoff.attempted();
    }
  }
}

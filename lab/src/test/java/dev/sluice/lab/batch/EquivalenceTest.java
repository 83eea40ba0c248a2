package dev.sluice.lab.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EquivalenceTest {
  private static final int CALLS = System.getProperty("sluice.long") == null ? 400 : 100_000;

  @Test
  void answers_are_the_same_as_alone_whatever_fails() throws Exception {
    EquivalenceCheck.Compared compared = new EquivalenceCheck(CALLS, 1).run();
    assertThat(compared.different()).isZero();
    assertThat(compared.failed()).isLessThanOrEqualTo(0.1);
    assertThat(compared.perUpstream()).isGreaterThanOrEqualTo(1.5);
  }

  @Test
  void random_calls_are_always_the_same() {
    assertThat(RandomCalls.rest(3, 17)).isEqualTo(RandomCalls.rest(3, 17));
    assertThat(RandomCalls.rest(3, 17)).isNotEqualTo(RandomCalls.rest(4, 17));
  }
}

package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThrottleAnalyzerTest {
  private static final long SECOND = 1_000_000_000L;

  private final ThrottleAnalyzer analyzer = new ThrottleAnalyzer();

  @Test
  void the_first_refusal_lowers_nothing() {
    use(100, 10);
    assertThat(analyzer.refused(0)).isTrue();
    assertThat(analyzer.judge(1_000, 900, 10, 0)).isEqualTo(1_000);
    assertThat(analyzer.row()).isEqualTo(1);
  }

  @Test
  void the_second_one_lowers_the_limit_to_most_of_what_was_served_in_between() {
    refuse(1_000, 1_000, 0);
    use(10, 10);
    assertThat(refuse(1_000, 1_000, 6 * SECOND)).isCloseTo(0.85 * 1_000, within(1e-6));
  }

  @Test
  void a_cut_is_no_deeper_than_half_and_no_less_than_the_factor() {
    refuse(1_000, 1_000, 0);
    use(10, 1);
    assertThat(refuse(1_000, 1_000, 6 * SECOND)).isEqualTo(500);
    use(10, 1_000);
    assertThat(refuse(500, 1_000, 12 * SECOND)).isCloseTo(0.85 * 500, within(1e-6));
  }

  @Test
  void few_attempts_show_nothing_of_what_was_served() {
    refuse(1_000, 1_000, 0);
    use(3, 1);
    assertThat(refuse(1_000, 1_000, 6 * SECOND)).isCloseTo(850, within(1e-6));
  }

  @Test
  void after_a_quiet_minute_a_refusal_is_the_first_again() {
    refuse(1_000, 1_000, 0);
    use(10, 10);
    assertThat(refuse(1_000, 1_000, 60 * SECOND)).isEqualTo(1_000);
    assertThat(analyzer.row()).isEqualTo(1);
  }

  @Test
  void a_refusal_of_what_was_sent_before_the_last_one_is_old() {
    assertThat(analyzer.isOld(0)).isFalse();
    refuse(1_000, 1_000, 10 * SECOND);
    assertThat(analyzer.isOld(9 * SECOND)).isTrue();
    assertThat(analyzer.isOld(10 * SECOND)).isFalse();
  }

  @Test
  void refusals_below_what_is_proven_are_chance_and_the_limit_is_what_it_was() {
    byChance();
    assertThat(analyzer.row()).isZero();
  }

  @Test
  void as_many_as_by_chance_are_ignored_then_and_more_are_not() {
    byChance();
    boolean ignored = true;
    for (int i = 0; i < 10; i++) {
      use(20, 10);
      ignored &= !analyzer.refused((20 + i) * SECOND);
    }
    assertThat(ignored).isTrue();
    boolean heard = false;
    for (int i = 0; i < 100 && !heard; i++) {
      analyzer.attempted();
      heard = analyzer.refused((40 + i) * SECOND);
    }
    assertThat(heard).isTrue();
  }

  @Test
  void where_most_attempts_are_refused_it_is_not_chance() {
    double limit = refuse(1_000, 1_000, 0);
    use(2, 100);
    limit = refuse(limit, 1_000, 6 * SECOND);
    for (int i = 0; i < 20; i++) {
      double next = refuse(limit, 1_000, (7 + i) * SECOND);
      assertThat(analyzer.row()).isPositive();
      assertThat(next).isLessThan(limit);
      limit = next;
    }
  }

  /// Proves a hundred a second, and refuses at ten a second.
  private void byChance() {
    refuse(10_000, 6_000, 0);
    use(100, 10);
    double lowered = refuse(10_000, 6_000, 10 * SECOND);
    assertThat(lowered).isLessThan(10_000);
    use(10, 10);
    assertThat(refuse(lowered, 6_000, 20 * SECOND)).isEqualTo(10_000);
  }

  private void use(int attempts, double each) {
    for (int i = 0; i < attempts; i++) {
      analyzer.attempted();
      analyzer.charged(each);
    }
  }

  private double refuse(double limit, double pace, long now) {
    analyzer.attempted();
    assertThat(analyzer.refused(now)).isTrue();
    return analyzer.judge(limit, pace, 0, now);
  }
}

package dev.sluice.internal.timeout;

import static dev.sluice.internal.timeout.Upstream.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the bounds of whole answers must show, in virtual time.
class WholeAnswersTest extends WholeAnswersFixture {
  private static final int SEEDS = LongForm.rounds(1, 5);
  private static final double DAY = 86_400;

  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 250, 0",
    "0.2, 1, 250, 0.5",
    "2, 0.5, 250, 0",
    "2, 1, 250, 0",
    "2, 1, 250, 0.5",
    "2, 1.3, 250, 0",
    "2, 1, 20, 0",
    "2, 1, 20, 0.5",
    "2, 1, 1000, 0.5",
    "10, 1, 250, 0.5"
  })
  void steady_traffic_sees_one_false_timeout_in_a_thousand_at_most_and_loses_nothing(
      double rate, double sigma, double tokens, double bounded) {
    int calls = 0;
    int timeouts = 0;
    int lost = 0;
    int opened = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var traffic = new WholeTraffic(seed, rate);
      traffic.sigma = sigma;
      traffic.tokens = tokens;
      traffic.bounded = bounded;
      traffic.run(Math.min(DAY, LongForm.rounds(8_000, 20_000) / rate));
      traffic.settle();
      calls += traffic.calls;
      timeouts += traffic.timeouts;
      lost += traffic.lost;
      opened += traffic.opened > 0 ? 1 : 0;
    }
    double share = (double) timeouts / calls;
    assertThat(share).isLessThanOrEqualTo(0.001);
    assertThat(lost).isZero();
    assertThat(opened).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 2, 0.5",
    "0.5, 5, 0.5",
    "5, 2, 0",
    "5, 2, 0.5",
    "5, 5, 0",
    "5, 5, 0.5",
    "5, 5, 1"
  })
  void a_slowdown_is_followed(double rate, double times, double bounded) {
    int calls = 0;
    int timeouts = 0;
    int opened = 0;
    int laterCalls = 0;
    int later = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var traffic = new WholeTraffic(seed, rate);
      traffic.bounded = bounded;
      traffic.run(LongForm.rounds(1_200, 3_000));
      traffic.perToken *= times;
      traffic.forget();
      traffic.run(300);
      traffic.settle();
      calls += traffic.calls;
      timeouts += traffic.timeouts;
      opened += traffic.opened > 0 ? 1 : 0;
      traffic.forget();
      traffic.run(600);
      traffic.settle();
      laterCalls += traffic.calls;
      later += traffic.timeouts;
    }
    assertThat((double) timeouts / calls).isLessThanOrEqualTo(0.01);
    assertThat((double) later / laterCalls).isLessThanOrEqualTo(0.001);
    assertThat(opened).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2, 20, 20", "5, 20, 5", "5, 50, 10", "1, 250, 4"})
  void answers_that_become_longer_are_not_lost(double rate, double tokens, double times) {
    int lost = 0;
    int opened = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var traffic = new WholeTraffic(seed, rate);
      traffic.tokens = tokens;
      traffic.sigma = 0.5;
      traffic.run(1_200);
      traffic.forget();
      traffic.tokens *= times;
      traffic.run(300);
      traffic.settle();
      lost += traffic.lost;
      opened += traffic.opened > 0 ? 1 : 0;
    }
    assertThat(lost).isZero();
    assertThat(opened).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 250, 180",
    "0.5, 250, 40",
    "2, 250, 15",
    "10, 40, 10",
    "10, 250, 10",
    "10, 1000, 10",
    "50, 250, 10"
  })
  void a_provider_that_falls_silent_is_found(double rate, double tokens, double within) {
    assertThat(detection(rate, tokens, 3 * within)).isLessThan(within);
  }

  /// On average, of runs that must each find it within `most`.
  private static double detection(double rate, double tokens, double most) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var traffic = new WholeTraffic(seed, rate);
      traffic.tokens = tokens;
      traffic.run(2_000 / rate);
      traffic.forget();
      traffic.upstream.silent = true;
      double died = traffic.now();
      traffic.run(most);
      assertThat(traffic.opened).isPositive();
      sum += traffic.opened - died;
    }
    return sum / SEEDS;
  }

  @Test
  void an_unlearned_answer_is_given_the_total_or_what_its_bounded_tokens_may_take() {
    assertThat(caughtAfter(upstream.whole())).isCloseTo(600, within(0.1));
    assertThat(caughtAfter(Upstream.bounded(upstream.whole(), 100))).isCloseTo(145, within(0.1));
    learn(upstream.whole(), 19, 2, 100);
    assertThat(caughtAfter(upstream.whole())).isCloseTo(600, within(0.1));
    learn(upstream.whole(), 1, 2, 100);
    assertThat(caughtAfter(upstream.whole())).isLessThan(60);
  }

  @Test
  void a_bound_on_the_output_bounds_the_answer() {
    learn(upstream.whole(), 300, 40, 2_000);
    Call ten = Upstream.bounded(upstream.whole(), 10);
    // Its size is not learned: as long as an unlearned stream's first token, and its tokens.
    assertThat(caughtAfter(ten)).isBetween(120.0, 121.0);
    learn(ten, 300, 1, 10);
    assertThat(caughtAfter(ten)).isCloseTo(3, within(0.1));
  }

  @Test
  void what_streams_have_shown_helps_from_the_start() {
    for (int i = 0; i < 300; i++) {
      upstream.attempt(
          upstream.call(), IntStream.range(0, 40).mapToObj(event -> 1 + 0.1 * event).toList());
    }
    // 3 s to the first token, 20 times 0.1 s with a margin of 1.3
    assertThat(caughtAfter(Upstream.bounded(upstream.whole(), 20))).isCloseTo(5.6, within(0.3));
    assertThat(caughtAfter(upstream.whole())).isCloseTo(600, within(0.1));
  }

  @Test
  void an_answer_may_at_any_time_have_a_thousand_tokens() {
    learn(upstream.whole(), 2_000, 2, 100);
    assertThat(caughtAfter(upstream.whole())).isBetween(29.0, 33.0);
  }

  @Test
  void a_model_that_reasons_may_always_think_for_90_s() {
    var thinking = new Upstream(loop, TimeoutConfig.defaults(), "o3-mini");
    for (int i = 0; i < 500; i++) {
      thinking.whole(thinking.whole(), 3, 100);
    }
    assertThat(thinking.whole(thinking.whole(), 90, 6_000).timedOut()).isFalse();
    assertThat(thinking.whole(thinking.whole(), DEAD, 0).seconds()).isCloseTo(120, within(0.1));
  }

  @Test
  void an_answer_that_was_given_up_is_given_eight_times_as_long() {
    Call ten = Upstream.bounded(upstream.whole(), 10);
    learn(ten, 1_000, 4, 10);
    double once = caughtAfter(ten);
    assertThat(once).isCloseTo(6, within(0.4));
    Call again = Upstream.retried(ten);
    learn(ten, 1, 4, 10);
    assertThat(caughtAfter(again)).isCloseTo(8 * once, within(0.1));
    learn(ten, 1, 4, 10);
    assertThat(caughtAfter(Upstream.retried(again))).isCloseTo(64 * once, within(0.1));
  }

  @Test
  void the_bound_doubles_when_it_fires_in_a_row_and_an_answer_ends_the_row() {
    Call ten = Upstream.bounded(upstream.whole(), 10);
    learn(ten, 1_000, 4, 10);
    double once = caughtAfter(ten);
    assertThat(caughtAfter(ten)).isCloseTo(2 * once, within(0.1));
    assertThat(caughtAfter(ten)).isCloseTo(4 * once, within(0.1));
    learn(ten, 1, 4, 10);
    assertThat(caughtAfter(ten)).isCloseTo(once, within(0.1));
  }

  @Test
  void each_size_of_the_input_is_learned_on_its_own() {
    learn(upstream.whole(), 300, 1, 10);
    Call large = Upstream.sized(upstream.whole(), 50_000);
    assertThat(upstream.whole(large, 500, 10).timedOut()).isFalse();
  }

  @Test
  void tokens_of_several_choices_do_not_tell_what_one_takes() {
    Call four = Upstream.bounded(upstream.whole(), 1_000);
    learn(four, 300, 20, 4_000);
    assertThat(upstream.whole(four, 27, 4_000).timedOut()).isFalse();
  }

  @Test
  void a_fixed_duration_is_meant_as_written() {
    var fixed =
        new TimeoutConfig(
            Duration.ofSeconds(2),
            new Bound.Fixed(Duration.ofSeconds(30)),
            TimeoutConfig.STALL,
            Duration.ofMinutes(10));
    var other = new Upstream(loop, fixed);
    for (int i = 0; i < 300; i++) {
      other.whole(other.whole(), 1, 10);
    }
    assertThat(other.whole(other.whole(), DEAD, 0).seconds()).isCloseTo(30, within(0.1));
  }

  @Test
  void bounds_of_whole_answers_are_shown() {
    learn(upstream.whole(), 300, 2, 100);
    assertThat(upstream.registry.values())
        .extracting(value -> value.what() + " " + value.input())
        .containsExactly("total 4KiB", "token any");
  }
}

package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policy at work in virtual time, at twice the quota, against an upstream with exact buckets;
/// five seeds each.
class QuotaTrafficTest {
  private static final int SEEDS = LongForm.rounds(1, 5);
  private static final double OF_ATTEMPTS = 0.001;

  @ParameterizedTest
  @CsvSource({
    "conversation, 60, false",
    "conversation, 10, false",
    "code, 60, false",
    "conversation, 60, true",
    "conversation, 10, true",
    "code, 60, true"
  })
  void as_good_as_nothing_is_refused_and_nearly_all_of_the_quota_used(
      String kind, double seconds, boolean headers) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic(kind, seconds, true, seed);
      traffic.headers = headers;
      traffic.hints = headers;
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofHours(1));
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThan((long) (OF_ATTEMPTS * attempts(traffic)));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.95);
    }
  }

  @Test
  void a_provider_that_lets_less_through_at_once_than_is_tried_refuses_a_little_more() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic("code", 10, true, seed);
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofHours(1));
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThan((long) (2 * OF_ATTEMPTS * attempts(traffic)));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.95);
    }
  }

  @ParameterizedTest
  @CsvSource({"conversation, 10", "code, 10", "conversation, 60", "code, 60"})
  void a_silently_halved_limit_is_found_30_s_after_its_first_refusal_in_20_refusals(
      String kind, double seconds) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic(kind, seconds, true, seed);
      traffic.run(Duration.ofMinutes(10));
      traffic.upstream.reduce(0.5, traffic.now());
      long before = traffic.upstream.refused();
      // What is left in its bucket lasts a while: nothing can be known before the first refusal.
      for (int i = 0; i < 120 && traffic.upstream.refused() == before; i++) {
        traffic.run(Duration.ofSeconds(1));
      }
      traffic.run(Duration.ofSeconds(30));
      double believed = limit(traffic) / (60 * traffic.upstream.rate());
      long refused = traffic.upstream.refused() - before;
      assertThat(believed).as("seed %d", seed).isBetween(0.7, 1.35);
      assertThat(refused).as("seed %d", seed).isLessThanOrEqualTo(20);
    }
  }

  @ParameterizedTest
  @CsvSource({"conversation, 0.25", "conversation, 0.125", "code, 0.25", "code, 0.125"})
  void a_silently_and_deeply_lowered_limit_costs_a_refusal_a_minute(String kind, double to) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic(kind, 60, true, seed);
      traffic.run(Duration.ofMinutes(10));
      traffic.upstream.reduce(to, traffic.now());
      long before = traffic.upstream.refused();
      traffic.run(Duration.ofHours(1));
      assertThat(traffic.upstream.refused() - before).as("seed %d", seed).isLessThanOrEqualTo(60);
      assertThat(limit(traffic) / (60 * traffic.upstream.rate()))
          .as("seed %d", seed)
          .isBetween(0.5, 1.35);
    }
  }

  @Test
  void a_halved_limit_in_the_headers_is_known_at_once() {
    Traffic traffic = traffic("conversation", 60, true, 1);
    traffic.headers = true;
    traffic.run(Duration.ofMinutes(10));
    traffic.upstream.reduce(0.5, traffic.now());
    traffic.run(Duration.ofSeconds(30));
    assertThat(limit(traffic))
        .isBetween(59 * traffic.upstream.rate(), 60 * traffic.upstream.rate());
    assertThat(traffic.upstream.refused()).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"conversation", "code"})
  void a_limit_that_is_not_stated_is_learned(String kind) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic(kind, 60, false, seed);
      traffic.run(Duration.ofMinutes(10));
      long early = traffic.upstream.refused();
      double used = used(traffic, Duration.ofHours(1));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.9);
      assertThat(traffic.upstream.refused() - early)
          .as("seed %d", seed)
          .isLessThan((long) (5 * OF_ATTEMPTS * attempts(traffic)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.4", "40"})
  void estimates_that_are_off_by_ten_times_are_corrected(double bytesPerToken) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic("conversation", 60, true, seed);
      traffic.bytesPerToken = bytesPerToken;
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofMinutes(20));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.95);
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThanOrEqualTo((long) (OF_ATTEMPTS * attempts(traffic)));
    }
  }

  @ParameterizedTest
  @CsvSource({"3.2, 10", "3.2, 60", "5, 10", "5, 60"})
  void headers_alone_correct_estimates_where_no_usage_is_reported(
      double bytesPerToken, double seconds) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic("conversation", seconds, true, seed);
      traffic.headers = true;
      traffic.reports = false;
      traffic.bytesPerToken = bytesPerToken;
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofMinutes(20));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.95);
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThanOrEqualTo((long) (OF_ATTEMPTS * attempts(traffic)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "conversation, 2, false",
    "conversation, 2, true",
    "conversation, 0.8, false",
    "conversation, 0.8, true",
    "code, 2, false",
    "code, 2, true",
    "code, 0.8, false",
    "code, 0.8, true"
  })
  void a_provider_may_count_by_the_minute_of_the_clock(String kind, double load, boolean headers) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Workload workload = kind.equals("code") ? Workload.code() : Workload.conversation();
      double rate = workload.tokens() / load;
      var upstream = new WindowUpstream(rate, 4 * workload.rate());
      Traffic traffic = new Traffic(quota((long) (rate * 60)), upstream, workload, seed);
      traffic.headers = headers;
      traffic.hints = headers;
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofHours(1));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.8);
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThan((long) (12 * OF_ATTEMPTS * attempts(traffic)));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 60, 1", "true, 10, 5", "false, 60, 5", "false, 10, 5"})
  void headers_that_promise_too_much_are_found_out(
      boolean reports, double seconds, int inAThousand) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic("conversation", seconds, true, seed);
      traffic.headers = true;
      traffic.reports = reports;
      long limit = (long) (60 * traffic.upstream.rate());
      traffic.lie =
          new RateLimitInfo(
              Map.of(
                  RateLimitInfo.Unit.TOKENS,
                  new Limit(OptionalLong.of(limit), OptionalLong.of(limit), Optional.empty())));
      traffic.run(Duration.ofMinutes(1));
      double used = used(traffic, Duration.ofHours(1));
      assertThat(used).as("seed %d", seed).isGreaterThan(0.95);
      assertThat(traffic.upstream.refused())
          .as("seed %d", seed)
          .isLessThan((long) (inAThousand * OF_ATTEMPTS * attempts(traffic)));
    }
  }

  private static Traffic traffic(String kind, double seconds, boolean known, long seed) {
    Workload workload = kind.equals("code") ? Workload.code() : Workload.conversation();
    double rate = workload.tokens() / 2;
    return new Traffic(
        quota(known ? (long) (rate * 60) : 0),
        new ExactUpstream(rate, 4 * workload.rate(), seconds),
        workload,
        seed);
  }

  private static Quota quota(long tokensPerMinute) {
    return new Quota(
        QuotaCalls.limits(0, tokensPerMinute),
        ChargeRule.defaults(),
        new Concurrency.Unbounded(),
        new LearnedEstimate(OptionalLong.empty()),
        false,
        0);
  }

  /// Which share of the quota is used while calls wait. Above one where calls do not always wait:
  /// what has gathered meanwhile is used then, so that this says something only of traffic that
  /// always waits.
  private static double used(Traffic traffic, Duration time) {
    double charged = traffic.upstream.charged();
    double busy = traffic.busySeconds();
    traffic.run(time);
    return (traffic.upstream.charged() - charged)
        / (traffic.upstream.rate() * (traffic.busySeconds() - busy));
  }

  private static long attempts(Traffic traffic) {
    return traffic.upstream.admitted() + traffic.upstream.refused();
  }

  private static double limit(Traffic traffic) {
    return traffic.quota.gauges(traffic.now()).of(Dimension.TOKENS).limit();
  }
}

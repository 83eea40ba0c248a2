package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A provider that refuses some attempts whatever the load is, in virtual time; five seeds each.
class RefusalsByChanceTest {
  private static final int SEEDS = 5;

  /// Far beyond what is asked for.
  private static final double PLENTY = 1e6;

  /// @param rpm what is configured; zero for nothing
  @ParameterizedTest
  @CsvSource({
    "0.05, 0, TOKENS",
    "0.05, 0, UNKNOWN",
    "0.1, 0, TOKENS",
    "0.1, 0, UNKNOWN",
    "0.1, 3000, UNKNOWN"
  })
  void refusals_that_do_not_follow_the_load_throttle_nobody(
      double chance, long rpm, Failed.Dimension said) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = traffic(rpm, chance, said, seed);
      traffic.run(Duration.ofMinutes(20));
      List<Double> waits = traffic.waits.stream().sorted().toList();
      double p50 = waits.get(waits.size() / 2);
      double p90 = waits.get(waits.size() * 9 / 10);
      assertThat(p50).as("seed %d", seed).isLessThan(0.05);
      assertThat(p90).as("seed %d", seed).isLessThan(3);
    }
  }

  private static Traffic traffic(long rpm, double chance, Failed.Dimension said, long seed) {
    Workload workload = Workload.conversation();
    var quota =
        new Quota(
            QuotaCalls.limits(rpm, 0),
            ChargeRule.defaults(),
            new Concurrency.Unbounded(),
            new LearnedEstimate(OptionalLong.empty()),
            false,
            0);
    var upstream = new ExactUpstream(PLENTY, 4 * workload.rate(), 60);
    var traffic = new Traffic(quota, upstream, workload, seed);
    traffic.chance = chance;
    traffic.said = said;
    return traffic;
  }
}

package dev.sluice.lab.survive;

import dev.sluice.lab.survive.Log.Arrival;
import dev.sluice.lab.survive.MetricsScraper.Sample;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The metrics of a gateway during a run. Pure.
///
/// @param samples the oldest first, at least one
record GatewayMetrics(List<Sample> samples) {
  private static final String ATTEMPTS = "sluice_attempts_total";
  private static final String TOKENS = "sluice_tokens_sum";
  private static final String WASTED = "sluice_races_wasted_tokens_total";
  private static final String OPENED = "sluice_breaker_changes_total";
  private static final String TOOK = "gen_ai_client_operation_duration_seconds_sum";
  private static final List<String> DEAD =
      List.of("unreachable", "timed_out", "bad_answer", "overloaded");
  private static final List<String> REASONS =
      List.of("failures", "slow", "failure_rate", "one_caller", "probe_failed");
  private static final long BUDGET_WINDOW = Duration.ofSeconds(10).toNanos();
  private static final double BUDGET_LEAST = 10;
  private static final double BUDGET_SHARE = 0.1;

  /// A fault explains an opening that follows it within so long.
  private static final Duration EXPLAINS = Duration.ofSeconds(10);

  GatewayMetrics {
    samples = List.copyOf(samples);
  }

  double attempts() {
    return last().sum(ATTEMPTS);
  }

  /// The tokens of races that were for nothing, as a share of all that were used.
  double raced() {
    double used = last().sum(TOKENS);
    return used == 0 ? 0 : last().sum(WASTED) / used;
  }

  /// Returns the seconds of attempts that got no answer.
  double lost() {
    return DEAD.stream()
        .mapToDouble(outcome -> last().sum(TOOK, "outcome=\"" + outcome + "\""))
        .sum();
  }

  /// How many repeats beyond what the budgets of all providers hold were made in any ten seconds;
  /// at most 0 if none was ever exceeded.
  double beyondBudget() {
    double[] allowed = IntStream.range(0, samples.size()).mapToDouble(this::allowance).toArray();
    double beyond = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.size(); i++) {
      int since = since(i);
      // The repeats of these ten seconds were allowed by ten seconds that ended in them.
      double most =
          IntStream.rangeClosed(since, i).mapToDouble(j -> allowed[j]).max().orElseThrow();
      double made = repeats(samples.get(i)) - repeats(samples.get(since));
      beyond = Math.max(beyond, made - most);
    }
    return beyond;
  }

  /// Returns how often circuits have opened.
  int openings() {
    return (int) last().sum(OPENED, "to=\"open\"");
  }

  /// The openings of a provider's circuit for which nothing explains them: when and why.
  ///
  /// @param arrivals what the providers have received
  /// @param outages when the provider was away, counted from `start`
  List<String> falseOpenings(
      String provider, List<Arrival> arrivals, List<TimeWindow> outages, long start) {
    List<String> openings = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      long instant = samples.get(i).at();
      if (!explained(provider, instant, arrivals, outages, start)) {
        for (String reason : opened(i, provider)) {
          openings.add("%s at %.1f s: %s".formatted(provider, (instant - start) / 1e9, reason));
        }
      }
    }
    return openings;
  }

  /// Returns why a circuit has opened since the sample before.
  private List<String> opened(int sample, String provider) {
    return REASONS.stream()
        .filter(
            reason -> openings(sample, provider, reason) > openings(sample - 1, provider, reason))
        .toList();
  }

  private double openings(int sample, String provider, String reason) {
    String because = "reason=\"" + reason + "\"";
    return samples.get(sample).sum(OPENED, "to=\"open\"", provider(provider), because);
  }

  private static boolean explained(
      String provider, long instant, List<Arrival> arrivals, List<TimeWindow> outages, long start) {
    long earliest = instant - EXPLAINS.toNanos();
    return arrivals.stream()
            .filter(a -> a.provider().equals(provider) && a.fault() != null && !a.isThrottled())
            .anyMatch(a -> a.at() >= earliest && a.at() <= instant)
        || outages.stream()
            .anyMatch(
                o -> start + o.from().toNanos() <= instant && start + o.to().toNanos() >= earliest);
  }

  /// The repeats that the budgets of all providers allow in the ten seconds before sample `i`.
  private double allowance(int i) {
    Sample to = samples.get(i);
    Sample from = samples.get(since(i));
    return Stream.of(FaultSchedule.ONE, FaultSchedule.TWO)
        .mapToDouble(p -> Math.max(BUDGET_LEAST, BUDGET_SHARE * (firsts(to, p) - firsts(from, p))))
        .sum();
  }

  /// The oldest sample that is no more than ten seconds older than sample `i`.
  private int since(int i) {
    int oldest = i;
    while (oldest > 0 && samples.get(i).at() - samples.get(oldest - 1).at() <= BUDGET_WINDOW) {
      oldest--;
    }
    return oldest;
  }

  private static double firsts(Sample sample, String provider) {
    return sample.sum(ATTEMPTS, "reason=\"first\"", provider(provider));
  }

  private static double repeats(Sample sample) {
    return sample.sum(ATTEMPTS, "reason=\"retry\"") + sample.sum(ATTEMPTS, "reason=\"fallback\"");
  }

  private static String provider(String name) {
    return "gen_ai_provider_name=\"" + name + "\"";
  }

  private Sample last() {
    return samples.getLast();
  }
}

package dev.sluice.lab.prove;

import dev.sluice.lab.prove.PlannedCallResult.End;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The figures of one side. A call that was not answered counts with the deadline of its
/// application, since its user has waited in vain.
///
/// @param results all calls, in their order
/// @param deadline of the applications
/// @param upstream attempts that the providers have received
/// @param served those of them that they answered with 200
/// @param throttled those that they answered with 429
/// @param blocked threads that were blocked by calls at the peak
/// @param blockedAt where calls of the gateway have blocked threads
record Figures(
    List<PlannedCallResult> results,
    Duration deadline,
    long upstream,
    long served,
    long throttled,
    int blocked,
    List<String> blockedAt) {
  private static final int TENTHS = 10;

  private static final double SECOND = 1e9;

  Figures {
    results = List.copyOf(results);
    blockedAt = List.copyOf(blockedAt);
  }

  int calls() {
    return results.size();
  }

  /// Returns how many calls ended by `end`.
  long count(End end) {
    return results.stream().filter(result -> result.end() == end).count();
  }

  /// Returns which share of the calls ended by `end`.
  double share(End end) {
    return count(end) / (double) calls();
  }

  /// Returns which share of the calls that no limit turned away was answered.
  double reliability() {
    return ratio(count(End.ANSWERED), calls() - count(End.LIMITED));
  }

  /// The mean time of a call, in seconds.
  double meanLatency() {
    return latencies().average().orElse(Double.NaN);
  }

  /// A percentile of the calls' times, in seconds.
  double latency(int percent) {
    double[] sorted = latencies().sorted().toArray();
    return sorted[(sorted.length - 1) * percent / 100];
  }

  /// Tokens read and written by the calls that were answered, output as it is in the mean.
  double tokens() {
    return results.stream()
        .filter(PlannedCallResult::isAnswered)
        .mapToDouble(result -> result.call().tokens())
        .sum();
  }

  /// How many calls failed of each kind of error, limits aside.
  SortedMap<String, Long> errors() {
    return results.stream()
        .filter(result -> !result.isAnswered() && result.end() != End.LIMITED)
        .collect(
            Collectors.groupingBy(PlannedCallResult::code, TreeMap::new, Collectors.counting()));
  }

  /// Returns which share of the calls of each tenth by size was answered, the smallest tenth first.
  List<Double> answeredBySize() {
    List<PlannedCallResult> sorted =
        results.stream().sorted(Comparator.comparingDouble(r -> r.call().tokens())).toList();
    return IntStream.range(0, TENTHS).mapToObj(i -> answered(tenth(sorted, i))).toList();
  }

  /// Returns which share of the calls was tried more than once.
  double repeatedShare() {
    return results.stream().filter(result -> result.attempts() > 1).count() / (double) calls();
  }

  /// Returns the repeats a call, in the mean.
  double repeats() {
    return results.stream().mapToInt(result -> Math.max(0, result.attempts() - 1)).sum()
        / (double) calls();
  }

  /// Returns the calls that the providers served, for each call that was answered.
  double servedForEachAnswer() {
    return ratio(served, count(End.ANSWERED));
  }

  /// Returns which share of the attempts the providers refused for a limit.
  double throttledShare() {
    return ratio(throttled, upstream);
  }

  /// Returns a ratio; not a number where there is nothing to divide by, of which nothing is shown.
  private static double ratio(long part, long of) {
    return of == 0 ? Double.NaN : part / (double) of;
  }

  private DoubleStream latencies() {
    double longest = deadline.toNanos() / SECOND;
    return results.stream().mapToDouble(r -> r.isAnswered() ? r.took() / SECOND : longest);
  }

  private static List<PlannedCallResult> tenth(List<PlannedCallResult> sorted, int i) {
    return sorted.subList(sorted.size() * i / TENTHS, sorted.size() * (i + 1) / TENTHS);
  }

  private static double answered(List<PlannedCallResult> some) {
    return some.stream().filter(PlannedCallResult::isAnswered).count() / (double) some.size();
  }
}

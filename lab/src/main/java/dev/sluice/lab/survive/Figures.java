package dev.sluice.lab.survive;

import dev.sluice.lab.load.SdkClient.Ending;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// The figures of an arm that played the hour, for the report.
///
/// @param calls all of them
/// @param struck those that were ended by a fault behind the commit point; they are in none of the
///   other counts of calls but the first
/// @param failed all others that were not answered
/// @param errors how those failed
/// @param firstToken milliseconds to it from when the call was due, of streams; a whole answer
///   shows none, and one that never came counts with the end of its call
/// @param total milliseconds to the call's end from when it was due, of all calls
/// @param beforeHints attempts that came before the instant that the provider had named
/// @param lost seconds of attempts that got no answer
record Figures(
    int calls,
    Struck struck,
    int failed,
    SortedMap<String, Long> errors,
    double attemptsPerCall,
    double lost,
    Spread firstToken,
    Spread total,
    long beforeHints) {

  /// Calls that were struck behind the commit point and did not survive that.
  ///
  /// @param honest those whose client was told
  /// @param other those that never ended, or ended as if nothing was wrong
  record Struck(int honest, int other) {
    int calls() {
      return honest + other;
    }
  }

  /// @param p50 the median
  /// @param p99 the 99th percentile
  record Spread(double p50, double p99) {

    private static final double NANOS = 1e6;

    static Spread of(List<ApplicationCall> calls, ToLongFunction<ApplicationCall> nanos) {
      long[] sorted = calls.stream().mapToLong(nanos).sorted().toArray();
      return new Spread(
          sorted[sorted.length / 2] / NANOS, sorted[(sorted.length - 1) * 99 / 100] / NANOS);
    }
  }

  Figures {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  /// @param isStruck whether a call was struck behind the commit point
  static Figures of(
      List<ApplicationCall> calls,
      Predicate<ApplicationCall> isStruck,
      double attempts,
      double lost,
      long beforeHints) {
    List<ApplicationCall> bad =
        calls.stream().filter(call -> !call.endedBy(Ending.ANSWERED)).toList();
    Map<Boolean, List<ApplicationCall>> split =
        bad.stream().collect(Collectors.partitioningBy(isStruck));
    List<ApplicationCall> others = split.getOrDefault(false, List.of());
    return new Figures(
        calls.size(),
        struck(split.getOrDefault(true, List.of())),
        others.size(),
        others.stream()
            .collect(Collectors.groupingBy(Figures::name, TreeMap::new, Collectors.counting())),
        attempts / calls.size(),
        lost,
        Spread.of(streams(calls), ApplicationCall::firstToken),
        Spread.of(calls, ApplicationCall::total),
        beforeHints);
  }

  /// The hundredth of the streams whose first tokens came latest.
  static List<ApplicationCall> slowest(List<ApplicationCall> calls) {
    List<ApplicationCall> streams = streams(calls);
    return streams.stream()
        .sorted(Comparator.comparingLong(ApplicationCall::firstToken).reversed())
        .limit(streams.size() / 100)
        .toList();
  }

  /// Returns the calls of `calls` that have a first token to be waited for.
  static List<ApplicationCall> streams(List<ApplicationCall> calls) {
    return calls.stream().filter(ApplicationCall::isStream).toList();
  }

  /// The share of the calls that were not struck behind the commit point which were answered.
  double success() {
    int others = calls - struck.calls();
    return (others - failed) / (double) others;
  }

  private static Struck struck(List<ApplicationCall> calls) {
    int honest =
        (int) calls.stream().filter(call -> call.endedBy(Ending.ERROR, Ending.BROKEN)).count();
    return new Struck(honest, calls.size() - honest);
  }

  private static String name(ApplicationCall call) {
    return call.isEndless() ? "no end" : call.code();
  }
}

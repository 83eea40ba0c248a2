package dev.sluice.report.history;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The counts of a span of time, by target, route and band. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
///
/// @param from its begin: that of a slot, or when the history began
/// @param to its end
/// @param series the counts
public record Window(long from, long to, Map<SeriesKey, Totals> series) {
  public Window {
    series = Map.copyOf(series);
  }

  /// The totals of all series.
  public Totals all() {
    return series.values().stream().reduce(Totals.NONE, Totals::and);
  }

  /// The counts by target; those of calls that reached none are left out.
  public Map<String, Totals> byTarget() {
    Map<String, Totals> targets = by(SeriesKey::target);
    targets.remove("");
    return targets;
  }

  /// The totals of the series whose keys are alike in one respect.
  public <K> Map<K, Totals> by(Function<SeriesKey, K> what) {
    return series.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> what.apply(entry.getKey()), Map.Entry::getValue, Totals::and));
  }
}

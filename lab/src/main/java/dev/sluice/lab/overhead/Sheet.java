package dev.sluice.lab.overhead;

import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values that have been measured. Confined to the thread that measures.
final class Sheet {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  private final Map<RoundMeasure, Map<String, List<Double>>> values =
      new EnumMap<>(RoundMeasure.class);
  private final List<String> complaints = new ArrayList<>();

  public void add(RoundMeasure measure, String contender, double value) {
    values
        .computeIfAbsent(measure, _ -> new LinkedHashMap<>())
        .computeIfAbsent(contender, _ -> new ArrayList<>())
        .add(value);
  }

  /// Notes that something went wrong, so that the figures are not what they seem.
  public void complain(String what) {
    complaints.add(what);
  }

  /// Complains about calls that went wrong: every call of these scenarios must go well. Streams may
  /// be longer than they are watched, so that none of them ends.
  public void check(String contender, String scenario, Tally tally) {
    if (tally.failed() > 0) {
      complain("%s, %s: calls failed: %s".formatted(contender, scenario, tally.errors()));
    }
    if (tally.calls() == 0 && tally.events() == 0) {
      complain("%s, %s: no call was answered".formatted(contender, scenario));
    }
    if (tally.waiting() > tally.calls() / 100) {
      complain(
          "%s, %s: %d calls were due and found no connection"
              .formatted(contender, scenario, tally.waiting()));
    }
  }

  /// Complains about proxies that have no core of their own.
  public void check(Cores cores) {
    if (!cores.bound()) {
      complain("no second core, or no taskset: proxies and load disturb each other");
    }
  }

  /// Returns how a command that made this sheet ends.
  ///
  /// @return 0 if nothing went wrong and every threshold holds, else 1
  public int exitCode(List<Threshold> thresholds) {
    boolean passed = complaints.isEmpty() && thresholds.stream().allMatch(Threshold::holds);
    return passed ? PASSED : FAILED;
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// The measures with values, in the report's order.
  List<RoundMeasure> measures() {
    return List.copyOf(values.keySet());
  }

  /// Returns the contenders that were measured, in the report's order.
  List<String> contenders() {
    return values.values().stream()
        .flatMap(each -> each.keySet().stream())
        .distinct()
        .sorted(Comparator.comparingInt(Contender::place))
        .toList();
  }

  public Optional<Series> series(RoundMeasure measure, String contender) {
    return Optional.ofNullable(values.getOrDefault(measure, Map.of()).get(contender))
        .map(Series::new);
  }

  /// A contender's measure over that of the one which it is compared with.
  Optional<Series> toBase(RoundMeasure measure, String contender) {
    return series(measure, contender)
        .flatMap(mine -> series(measure, measure.base()).map(mine::over));
  }
}

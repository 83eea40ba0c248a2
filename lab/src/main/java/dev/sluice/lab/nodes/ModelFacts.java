package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;
import static dev.sluice.lab.nodes.ModelQuota.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What holds for accounts in the model of Redis, and the scripts FACT and FACTS in Java. Times are
/// microseconds.
final class ModelFacts {
  private static final int MOST = 4_096;
  private final Map<String, Double> ends = new LinkedHashMap<>();
  private long revision;

  ModelFacts copy() {
    var copy = new ModelFacts();
    copy.ends.putAll(ends);
    copy.revision = revision;
    return copy;
  }

  long revision() {
    return revision;
  }

  /// Runs FACT.
  ///
  /// @return what is published; empty for nothing
  String fact(List<String> args, double now) {
    ends.values().removeIf(end -> end <= now);
    if (ends.size() >= MOST) {
      return "";
    }
    ends.put(args.get(2), Math.rint(now + number(args, 4)));
    revision++;
    return revision + " " + args.get(3) + " " + args.get(2);
  }

  /// Runs FACTS.
  List<String> facts(double now) {
    var values = new ArrayList<String>(List.of(String.valueOf(revision)));
    firstToEnd(now)
        .forEach(
            line -> {
              values.add(whole(line.getValue() - now));
              values.add(line.getKey());
            });
    return values;
  }

  private Stream<Map.Entry<String, Double>> firstToEnd(double now) {
    return ends.entrySet().stream()
        .filter(line -> line.getValue() > now)
        .sorted(
            Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST);
  }
}

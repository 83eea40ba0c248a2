package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;
import static dev.sluice.lab.nodes.ModelQuota.whole;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The members of one cluster in the model of Redis, and the script BEAT in Java. Times are
/// microseconds.
final class ModelMembers {
  private static final double SILENCE = 5_000_000;
  private static final int MOST_DEAD = 1_000;

  private final Map<String, Double> members = new HashMap<>();
  private final Map<String, String> lines = new HashMap<>();
  private double born;
  private double last;
  private double expected;
  private double epoch;

  ModelMembers copy() {
    var copy = new ModelMembers();
    copy.members.putAll(members);
    copy.lines.putAll(lines);
    copy.born = born;
    copy.last = last;
    copy.expected = expected;
    copy.epoch = epoch;
    return copy;
  }

  /// Runs the script.
  ///
  /// @param facts the revision of the facts
  List<String> beat(List<String> args, double now, long facts) {
    String id = args.get(1);
    double lease = number(args, 5);
    if (born == 0 || now < last || now - last > SILENCE) {
      members.clear();
      lines.clear();
      born = now;
      expected = 0;
      epoch++;
    }
    boolean young = now - born < lease;
    if (young) {
      expected = Math.max(expected, number(args, 4));
    }
    if (args.get(6).equals("1")) {
      epoch += members.remove(id) == null ? 0 : 1;
      lines.remove(id);
      expected = Math.max(0, expected - 1);
    } else {
      epoch += args.get(2).equals(lines.put(id, args.get(2))) ? 0 : 1;
      members.put(id, now);
    }
    bury(now - lease);
    last = now;
    double miss = number(args, 6);
    long late = members.values().stream().filter(seen -> seen < now - miss).count();
    double nodes = Math.max(members.size(), young ? expected : 0);
    return List.of(
        whole(now),
        whole(epoch),
        whole(nodes),
        whole(late + nodes - members.size()),
        String.valueOf(facts),
        String.valueOf(members.size()));
  }

  private void bury(double before) {
    List<String> dead =
        members.entrySet().stream()
            .filter(member -> member.getValue() < before)
            .sorted(Map.Entry.comparingByValue())
            .limit(MOST_DEAD)
            .map(Map.Entry::getKey)
            .toList();
    for (String id : dead) {
      members.remove(id);
      lines.remove(id);
      epoch++;
    }
  }
}

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

  /// The ids of those that came last with each name.
  private final Map<String, String> names = new HashMap<>();

  private double born;
  private double last;
  private double expected;
  private double epoch;

  ModelMembers copy() {
    var copy = new ModelMembers();
    copy.members.putAll(members);
    copy.lines.putAll(lines);
    copy.names.putAll(names);
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
      names.clear();
      born = now;
      expected = 0;
      epoch++;
    }
    boolean young = now - born < lease;
    if (young) {
      expected = Math.max(expected, number(args, 4));
    }
    double miss = number(args, 6);
    boolean twin = false;
    if (args.get(6).equals("1")) {
      epoch += members.remove(id) == null ? 0 : 1;
      forget(id);
      expected = Math.max(0, expected - 1);
    } else {
      twin = note(id, args.get(2), now - miss);
      members.put(id, now);
    }
    bury(now - lease);
    last = now;
    long late = members.values().stream().filter(seen -> seen < now - miss).count();
    double nodes = Math.max(members.size(), young ? expected : 0);
    return List.of(
        whole(now),
        whole(epoch),
        whole(nodes),
        whole(late + nodes - members.size()),
        String.valueOf(facts),
        String.valueOf(members.size()),
        twin ? "1" : "0");
  }

  /// Notes a member's line, where it is another one.
  ///
  /// @return whether there is another member of its name that has been seen since `recent`
  private boolean note(String id, String line, double recent) {
    if (line.equals(lines.put(id, line))) {
      return false;
    }
    epoch++;
    String other = names.put(name(line), id);
    return other != null && !other.equals(id) && members.getOrDefault(other, 0.0) >= recent;
  }

  private static String name(String line) {
    int end = line.indexOf('|');
    return end < 0 ? line : line.substring(0, end);
  }

  private void forget(String id) {
    String line = lines.remove(id);
    if (line != null) {
      names.remove(name(line), id);
    }
  }

  private void bury(double before) {
    for (String id : dead(before)) {
      members.remove(id);
      forget(id);
      epoch++;
    }
  }

  private List<String> dead(double before) {
    return members.entrySet().stream()
        .filter(member -> member.getValue() < before)
        .sorted(Map.Entry.comparingByValue())
        .limit(MOST_DEAD)
        .map(Map.Entry::getKey)
        .toList();
  }
}

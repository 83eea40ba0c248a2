package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The attempts at a time of one quota in the model of Redis, and the script SLOTS in Java. Times
/// are microseconds.
final class ModelSlots {
  private static final double PLENTY = 2_147_483_647;
  private final Map<String, Held> held = new HashMap<>();

  private record Held(long count, long wanted, double ends) {}

  ModelSlots copy() {
    var copy = new ModelSlots();
    copy.held.putAll(held);
    return copy;
  }

  /// Runs the script.
  List<String> share(List<String> args, double now) {
    String node = args.get(1);
    double limit = number(args, 3);
    double wanted = number(args, 4);
    double taken = number(args, 5);
    held.entrySet().removeIf(of -> of.getValue().ends() < now && !of.getKey().equals(node));
    double others = 0;
    var wants = new ArrayList<Double>(List.of(wanted));
    for (Map.Entry<String, Held> of : held.entrySet()) {
      if (!of.getKey().equals(node)) {
        others += of.getValue().count();
        wants.add((double) of.getValue().wanted());
      }
    }
    double fair = fair(limit, wants.stream().sorted().toList());
    double most = Math.min(Math.min(wanted, limit - others), Math.max(fair, 1));
    double granted = Math.max(taken, most);
    if (granted > 0 || wanted > 0) {
      double ends = Math.rint(now + number(args, 6));
      held.put(node, new Held((long) granted, (long) wanted, ends));
    } else {
      held.remove(node);
    }
    return List.of(
        String.valueOf((long) granted), String.valueOf((long) others), String.valueOf((long) fair));
  }

  private static double fair(double limit, List<Double> wants) {
    double left = limit;
    for (int i = 0; i < wants.size(); i++) {
      double part = left / (wants.size() - i);
      if (wants.get(i) > part) {
        return Math.floor(part);
      }
      left -= wants.get(i);
    }
    return PLENTY;
  }
}

package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts at a time of one quota in the model of Redis, and the script SLOTS in Java. Times
/// are microseconds.
final class ModelSlots {
  private static final double PLENTY = 2_147_483_647;
  private static final double YOUNG = 6_000_000;
  private final Map<String, Held> held = new HashMap<>();
  private @Nullable String run;
  private double born = Double.POSITIVE_INFINITY;

  private record Held(long count, long wanted, double ends) {}

  ModelSlots copy() {
    var copy = new ModelSlots();
    copy.held.putAll(held);
    copy.run = run;
    copy.born = born;
    return copy;
  }

  /// Runs the script.
  ///
  /// @param runId of this Redis
  List<String> share(List<String> args, double now, String runId) {
    String node = args.get(1);
    double limit = number(args, 3);
    double wanted = number(args, 4);
    double taken = number(args, 5);
    begin(args.get(7).equals("1"), now, runId);
    String state = String.valueOf((long) born);
    boolean young = now - born < YOUNG;
    boolean other = young && !args.get(6).isEmpty() && !args.get(6).equals(state);
    double bound = young ? other ? Math.max(taken, 1) : number(args, 9) : limit;
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
    double most = Math.min(Math.min(wanted, bound), Math.min(limit - others, Math.max(fair, 1)));
    double granted = Math.max(taken, most);
    if (granted > 0 || wanted > 0) {
      double ends = Math.rint(now + number(args, 6));
      held.put(node, new Held((long) granted, (long) wanted, ends));
    } else {
      held.remove(node);
    }
    return List.of(
        String.valueOf((long) granted),
        String.valueOf((long) others),
        String.valueOf((long) fair),
        other ? args.get(6) : state);
  }

  private void begin(boolean first, double now, String runId) {
    boolean fresh = now < born;
    if ((fresh || first) && !runId.equals(run)) {
      fresh = true;
      run = runId;
    }
    born = fresh ? now : born;
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

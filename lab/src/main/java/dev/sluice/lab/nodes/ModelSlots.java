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

  /// How long a state is new, and how much of its own time passes between two questions at most.
  private static final double YOUNG = 6_000_000;

  /// How much passes between two questions while it is new.
  private static final double STEP = 2_000_000;

  private final Map<String, Held> held = new HashMap<>();
  private @Nullable String run;
  private double born = Double.NaN;
  private double clock = Double.NaN;
  private double age;

  private record Held(long count, long wanted, double ends) {}

  ModelSlots copy() {
    var copy = new ModelSlots();
    copy.held.putAll(held);
    copy.run = run;
    copy.born = born;
    copy.clock = clock;
    copy.age = age;
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
    double step = age - born < YOUNG ? STEP : YOUNG;
    age = Double.isNaN(clock) ? now : age + Math.clamp(now - clock, 0, step);
    clock = now;
    begin(args.get(7).equals("1"), runId);
    String state = String.valueOf((long) born);
    boolean young = age - born < YOUNG;
    boolean other = young && !args.get(6).isEmpty() && !args.get(6).equals(state);
    double bound = young ? other ? Math.max(taken, 1) : number(args, 9) : limit;
    held.entrySet().removeIf(of -> of.getValue().ends() < age && !of.getKey().equals(node));
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
      double ends = Math.rint(age + number(args, 6));
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

  private void begin(boolean first, String runId) {
    boolean fresh = Double.isNaN(born);
    if ((fresh || first) && !runId.equals(run)) {
      fresh = true;
      run = runId;
    }
    born = fresh ? age : born;
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

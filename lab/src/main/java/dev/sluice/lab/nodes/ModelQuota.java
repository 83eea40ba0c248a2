package dev.sluice.lab.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The state of one quota in the model of Redis, and the script LEASE in Java. It does what
/// `lease.lua` does, in the same order of operations on the same kind of numbers, so that answers
/// are equal to the last bit. Times are microseconds.
final class ModelQuota {
  private static final int HEAD = 12;
  private static final int PART = 14;
  private static final int MOST_TENANTS = 1_024;
  private static final double MINUTE = 60;
  private static final double BEHIND = 16;
  private static final double SMOOTH = 16;
  private static final double HOUR = 3_600_000_000.0;
  private static final double LOSSES = 2_000_000;
  private static final double SLACK = 20_000;
  private static final double SOONEST = 2_000;
  private static final double LATEST = 2_000_000;
  private static final double DAY = 86_400_000_000.0;
  private static final double TENANTS = 600_000_000;

  private @Nullable Double at;
  private @Nullable String run;
  private double virtual;
  private double usual;
  private ModelWaiters waiters = new ModelWaiters();
  private final Map<String, Double> finishes = new HashMap<>();
  private final Map<String, ModelDimension> dimensions = new TreeMap<>();
  private final Map<Long, Double> days = new HashMap<>();
  private double endsAt = Double.POSITIVE_INFINITY;
  private double tenantsEnd = Double.POSITIVE_INFINITY;

  /// Returns a copy, as a replica or a file has one.
  ModelQuota copy() {
    var copy = new ModelQuota();
    copy.at = at;
    copy.run = run;
    copy.virtual = virtual;
    copy.usual = usual;
    copy.waiters = waiters.copy();
    copy.finishes.putAll(finishes);
    dimensions.forEach((name, of) -> copy.dimensions.put(name, of.copy()));
    copy.days.putAll(days);
    copy.endsAt = endsAt;
    copy.tenantsEnd = tenantsEnd;
    return copy;
  }

  /// Runs the script.
  ///
  /// @param now the time that the script sees
  /// @param server the time by which Redis lets keys expire
  /// @param runId of this Redis
  List<String> lease(List<String> args, double now, double server, String runId) {
    expire(server);
    var asked = new LeaseQuestion(args);
    Double last = at;
    boolean empty = last == null;
    if (asked.first() && !runId.equals(run)) {
      empty = true;
      run = runId;
    }
    double passedAt = now;
    double dt = 0;
    if (last != null) {
      double passed = now - last;
      if (asked.alone() && passed > LOSSES) {
        empty = true;
      } else if (passed > 0 && asked.elapsed() < 0) {
        passedAt = last;
      } else if (passed > 0) {
        dt = Math.min(passed, asked.elapsed() + SLACK);
      }
    }
    double least = virtual - BEHIND * usual;
    charge(args, asked.charged(), least, server);
    double tag = asked.tenant().isEmpty() ? virtual : Math.max(least, finish(asked.tenant()));
    ModelWaiters.Queue queue =
        waiters.queue(asked.node(), asked.wants() ? tag : Double.NEGATIVE_INFINITY, now);
    var step = new Step(last == null, empty, asked.full(), asked.part(), dt);
    var reserved = new Reserved();
    reserved.before = asked.wants() ? waiters.before(asked.node(), tag, queue) : 0;
    reserved.unknown = reserved.before - queue.known();
    reserved.needs = queue.needs();
    List<ModelDimension.Turn> turns = turns(args, step, reserved);
    long hour = (long) Math.floor(now / HOUR);
    double day = ofDay(args, hour, reserved);
    boolean granted = asked.wants() && reserved.fits && (reserved.before == 0 || reserved.spare);
    boolean takes = granted || (!asked.wants() && queue.others() == 0);
    turns.forEach(turn -> turn.end(takes, granted));
    double ofToday = takeDay(args, takes, granted, day, reserved, hour);
    double wait = decided(asked, granted, tag, queue, reserved, needs(turns), now, server);
    at = Math.rint(passedAt);
    endsAt = server + DAY;
    return answer(granted, wait, now, queue.others(), ofToday, turns);
  }

  private void expire(double server) {
    waiters.expire(server);
    if (server >= tenantsEnd) {
      finishes.clear();
      tenantsEnd = Double.POSITIVE_INFINITY;
    }
    if (server >= endsAt) {
      at = null;
      run = null;
      virtual = 0;
      usual = 0;
      waiters.forgetTurns();
      dimensions.clear();
      days.clear();
    }
  }

  private double finish(String tenant) {
    return finishes.getOrDefault(tenant, 0.0);
  }

  /// What applies to all dimensions of a question.
  record Step(boolean born, boolean empty, boolean full, double part, double dt) {}

  /// What becomes of the need of a question.
  static final class Reserved {
    boolean fits = true;
    boolean spare = true;
    int before;

    /// Of how many of those before it is not known what they need.
    int unknown;

    Map<String, Double> needs = Map.of();
    boolean spent;
    double wait;
    double each;
  }

  private List<ModelDimension.Turn> turns(List<String> args, Step step, Reserved reserved) {
    var turns = new ArrayList<ModelDimension.Turn>();
    int first = HEAD + 2 * (int) number(args, 7);
    for (int i = first; i < args.size(); i += PART) {
      List<String> part = args.subList(i, i + PART);
      String name = part.getFirst();
      ModelDimension known = dimensions.getOrDefault(name, new ModelDimension());
      turns.add(known.turn(part, step, reserved, () -> dimensions.put(name, known)));
    }
    return turns;
  }

  private double ofDay(List<String> args, long hour, Reserved reserved) {
    double limit = number(args, 9);
    if (limit <= 0) {
      return 0;
    }
    double used = 0;
    for (long h = hour - 24; h <= hour; h++) {
      used += days.getOrDefault(h, 0.0);
    }
    used -= number(args, 12);
    double need = number(args, 10);
    if (need > 0 && used + need > limit) {
      reserved.fits = false;
      reserved.spent = true;
      reserved.wait = Math.max(reserved.wait, LATEST);
    }
    days.remove(hour - 25);
    days.remove(hour - 26);
    return Math.min(number(args, 11), limit - used - need);
  }

  private double takeDay(
      List<String> args, boolean takes, boolean granted, double day, Reserved reserved, long hour) {
    if (number(args, 9) <= 0) {
      return 0;
    }
    double more = takes ? Math.max(0, day) + (granted ? number(args, 10) : 0) : 0;
    double change = more - number(args, 12);
    if (change != 0) {
      days.merge(hour, change, Double::sum);
    }
    return reserved.spent ? -1 : more;
  }

  private double decided(
      LeaseQuestion asked,
      boolean granted,
      double tag,
      ModelWaiters.Queue queue,
      Reserved reserved,
      Map<String, Double> needs,
      double now,
      double server) {
    double wait = reserved.wait;
    if (granted) {
      virtual = Math.max(virtual, tag);
      waiters.served(asked.node());
      return 0;
    }
    if (!asked.wants()) {
      return wait;
    }
    if (reserved.before > 0) {
      double turn = Math.abs(queue.turn() - now) + SOONEST;
      wait = Math.max(wait, turn) + (reserved.before - 1) * reserved.each;
    }
    wait = Math.max(SOONEST, Math.min(wait, LATEST));
    waiters.add(asked.node(), tag, now + wait, needs, server);
    return wait;
  }

  private static Map<String, Double> needs(List<ModelDimension.Turn> turns) {
    return turns.stream()
        .collect(Collectors.toMap(ModelDimension.Turn::name, ModelDimension.Turn::need));
  }

  private void charge(List<String> args, int tenants, double least, double server) {
    for (int i = HEAD; i < HEAD + 2 * tenants; i += 2) {
      double used = Double.parseDouble(args.get(i + 1));
      finishes.put(args.get(i), Math.max(least, finish(args.get(i))) + used);
      usual += (used - usual) / SMOOTH;
    }
    if (finishes.size() > MOST_TENANTS) {
      finishes.clear();
    } else if (tenants > 0) {
      tenantsEnd = server + TENANTS;
    }
  }

  private static List<String> answer(
      boolean granted,
      double wait,
      double now,
      int others,
      double day,
      List<ModelDimension.Turn> turns) {
    var values = new ArrayList<String>();
    values.add(granted ? "1" : "0");
    values.add(whole(wait));
    values.add(whole(now));
    values.add(String.valueOf(others));
    values.add(whole(day));
    turns.forEach(turn -> turn.addTo(values));
    return values;
  }

  /// Writes a number as `%.0f` of C does.
  static String whole(double value) {
    return String.format(Locale.ROOT, "%d", (long) Math.rint(value));
  }

  /// Returns argument `index`, counted from 1 as in the script.
  static double number(List<String> args, int index) {
    String text = args.get(index - 1);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  static double rate(double limit, double margin) {
    return limit * (1 - margin) / MINUTE;
  }
}

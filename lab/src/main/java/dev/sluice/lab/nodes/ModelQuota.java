package dev.sluice.lab.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The state of one quota in the model of Redis, and the script LEASE in Java. It does what
/// `lease.lua` does, in the same order of operations on the same kind of numbers, so that answers
/// are equal to the last bit. Times are microseconds.
final class ModelQuota {
  private static final int HEAD = 12;
  private static final int PART = 14;
  private static final int MOST_SEEN = 32;
  private static final int MOST_TENANTS = 1_024;
  private static final double MINUTE = 60;
  private static final double BEHIND = 16;
  private static final double SMOOTH = 16;
  private static final double HOUR = 3_600_000_000.0;
  private static final double LOSSES = 2_000_000;
  private static final double SLACK = 20_000;
  private static final double GRACE = 250_000;
  private static final double SOONEST = 2_000;
  private static final double LATEST = 2_000_000;
  private static final double DAY = 86_400_000_000.0;
  private static final double WAITERS = 60_000_000;
  private static final double TENANTS = 600_000_000;

  private @Nullable Double at;
  private @Nullable String run;
  private double virtual;
  private double usual;
  private final Map<String, Double> until = new HashMap<>();
  private final Map<String, Double> tags = new HashMap<>();
  private final TreeSet<Waiter> waiters = new TreeSet<>();
  private final Map<String, Double> finishes = new HashMap<>();
  private final Map<String, ModelDimension> dimensions = new TreeMap<>();
  private final Map<Long, Double> days = new HashMap<>();
  private double endsAt = Double.POSITIVE_INFINITY;
  private double waitersEnd = Double.POSITIVE_INFINITY;
  private double tenantsEnd = Double.POSITIVE_INFINITY;

  private record Waiter(double tag, String node) implements Comparable<Waiter> {
    @Override
    public int compareTo(Waiter other) {
      int before = Double.compare(tag, other.tag);
      return before != 0 ? before : node.compareTo(other.node);
    }
  }

  /// Returns a copy, as a replica or a file has one.
  ModelQuota copy() {
    var copy = new ModelQuota();
    copy.at = at;
    copy.run = run;
    copy.virtual = virtual;
    copy.usual = usual;
    copy.until.putAll(until);
    copy.tags.putAll(tags);
    copy.waiters.addAll(waiters);
    copy.finishes.putAll(finishes);
    dimensions.forEach((name, of) -> copy.dimensions.put(name, of.copy()));
    copy.days.putAll(days);
    copy.endsAt = endsAt;
    copy.waitersEnd = waitersEnd;
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
    var asked = new Asked(args);
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
    Queue queue = queue(asked.node(), now);
    var step = new Step(last == null, empty, asked.full(), asked.part(), dt);
    var reserved = new Reserved();
    reserved.before = before(asked, tag, queue);
    List<ModelDimension.Turn> turns = turns(args, step, reserved);
    long hour = (long) Math.floor(now / HOUR);
    double day = ofDay(args, hour, reserved);
    boolean granted =
        asked.wants() && reserved.fits && (reserved.before == 0 || reserved.spare);
    boolean takes = granted || (!asked.wants() && queue.others() == 0);
    turns.forEach(turn -> turn.end(takes, granted));
    double ofToday = takeDay(args, takes, granted, day, reserved, hour);
    double wait = decided(asked, granted, tag, queue, reserved, now, server);
    at = Math.rint(passedAt);
    endsAt = server + DAY;
    return answer(granted, wait, now, queue.others(), ofToday, turns);
  }

  private void expire(double server) {
    if (server >= waitersEnd) {
      waiters.clear();
      tags.clear();
      waitersEnd = Double.POSITIVE_INFINITY;
    }
    if (server >= tenantsEnd) {
      finishes.clear();
      tenantsEnd = Double.POSITIVE_INFINITY;
    }
    if (server >= endsAt) {
      at = null;
      run = null;
      virtual = 0;
      usual = 0;
      until.clear();
      dimensions.clear();
      days.clear();
    }
  }

  private double finish(String tenant) {
    return finishes.getOrDefault(tenant, 0.0);
  }

  /// @param ahead the tag of the first other node that waits; null where none does
  /// @param turn when that one asks again
  /// @param others how many wait
  private record Queue(@Nullable Double ahead, double turn, int others) {}

  private Queue queue(String node, double now) {
    Double ahead = null;
    double turn = 0;
    int others = 0;
    for (Waiter waiter : waiters.stream().limit(MOST_SEEN).toList()) {
      if (waiter.node().equals(node)) {
        continue;
      }
      double ends = until.getOrDefault(waiter.node(), 0.0);
      if (ends < now) {
        leave(waiter.node());
        continue;
      }
      others++;
      if (ahead == null) {
        ahead = waiter.tag();
        turn = ends - GRACE;
      }
    }
    return new Queue(ahead, turn, others);
  }

  /// Returns how many other nodes go first.
  private int before(Asked asked, double tag, Queue queue) {
    if (asked.wants()) {
      Double old = tags.remove(asked.node());
      if (old != null) {
        waiters.remove(new Waiter(old, asked.node()));
      }
    }
    boolean behind = queue.ahead() != null && tag > queue.ahead();
    return behind ? waiters.headSet(new Waiter(tag, "")).size() : 0;
  }

  private void leave(String node) {
    Double tag = tags.remove(node);
    if (tag != null) {
      waiters.remove(new Waiter(tag, node));
    }
    until.remove(node);
  }

  /// What applies to all dimensions of a question.
  record Step(boolean born, boolean empty, boolean full, double part, double dt) {}

  /// What becomes of the need of a question.
  static final class Reserved {
    boolean fits = true;
    boolean spare = true;
    int before;
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
      Asked asked,
      boolean granted,
      double tag,
      Queue queue,
      Reserved reserved,
      double now,
      double server) {
    double wait = reserved.wait;
    if (granted) {
      virtual = Math.max(virtual, tag);
      until.remove(asked.node());
      return 0;
    }
    if (!asked.wants()) {
      return wait;
    }
    if (reserved.before > 0) {
      double turn = Math.abs(queue.turn() - now);
      wait = Math.max(wait, turn) + (reserved.before - 1) * reserved.each;
    }
    wait = Math.max(SOONEST, Math.min(wait, LATEST));
    tags.put(asked.node(), tag);
    waiters.add(new Waiter(tag, asked.node()));
    waitersEnd = server + WAITERS;
    until.put(asked.node(), Math.rint(now + wait + GRACE));
    return wait;
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

  /// The head of a question.
  private record Asked(List<String> args) {
    private static final int FULL = 4;

    String node() {
      return args.get(1);
    }

    double elapsed() {
      return number(args, 3);
    }

    private int flags() {
      return (int) number(args, 4);
    }

    boolean first() {
      return flags() % 2 == 1;
    }

    boolean alone() {
      return flags() / 2 % 2 == 1;
    }

    boolean full() {
      return flags() >= FULL;
    }

    double part() {
      return number(args, 5);
    }

    String tenant() {
      return args.get(5);
    }

    int charged() {
      return (int) number(args, 7);
    }

    boolean wants() {
      return args.get(7).equals("1");
    }
  }

  static double rate(double limit, double margin) {
    return limit * (1 - margin) / MINUTE;
  }
}

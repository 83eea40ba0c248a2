package dev.sluice.lab.nodes;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The nodes that wait for a quota in the model of Redis, by their tags. Times are microseconds.
final class ModelWaiters {
  private static final int MOST_SEEN = 32;
  private static final double GRACE = 250_000;
  private static final double LIFE = 60_000_000;

  private final Map<String, Double> until = new HashMap<>();
  private final Map<String, Double> tags = new HashMap<>();
  private final Map<String, Map<String, Double>> needs = new HashMap<>();
  private final TreeSet<Waiter> waiters = new TreeSet<>();
  private double end = Double.POSITIVE_INFINITY;

  private record Waiter(double tag, String node) implements Comparable<Waiter> {
    @Override
    public int compareTo(Waiter other) {
      int before = Double.compare(tag, other.tag);
      return before != 0 ? before : node.compareTo(other.node);
    }
  }

  /// The others that wait.
  ///
  /// @param ahead the tag of the first; null where none waits
  /// @param turn when that one asks again
  /// @param others how many there are, of those that are looked at
  /// @param known of how many that go before the one that asks it is known what they need
  /// @param needs what these need, by the dimension's name
  record Queue(
      @Nullable Double ahead, double turn, int others, int known, Map<String, Double> needs) {}

  ModelWaiters copy() {
    var copy = new ModelWaiters();
    copy.until.putAll(until);
    copy.tags.putAll(tags);
    copy.needs.putAll(needs);
    copy.waiters.addAll(waiters);
    copy.end = end;
    return copy;
  }

  void expire(double server) {
    if (server >= end) {
      waiters.clear();
      tags.clear();
      end = Double.POSITIVE_INFINITY;
    }
  }

  /// Forgets when each asks again, which Redis keeps with the quota.
  void forgetTurns() {
    until.clear();
    needs.clear();
  }

  /// Looks who waits, and drops who has not come back.
  ///
  /// @param tag that of the node; of one that wants nothing the lowest there is
  Queue queue(String node, double tag, double now) {
    Double ahead = null;
    double turn = 0;
    int others = 0;
    int known = 0;
    var before = new HashMap<String, Double>();
    for (Waiter waiter : waiters.stream().limit(MOST_SEEN).toList()) {
      if (waiter.node().equals(node)) {
        continue;
      }
      double ends = until.getOrDefault(waiter.node(), 0.0);
      if (ends < now) {
        remove(waiter.node());
        served(waiter.node());
        continue;
      }
      Map<String, Double> theirs = waiter.tag() < tag ? needs.get(waiter.node()) : null;
      if (theirs != null) {
        known++;
        theirs.forEach((name, need) -> before.merge(name, need, Double::sum));
      }
      others++;
      if (ahead == null) {
        ahead = waiter.tag();
        turn = ends - GRACE;
      }
    }
    return new Queue(ahead, turn, others, known, before);
  }

  /// Takes a node out that asks again, and returns how many others go first.
  int before(String node, double tag, Queue queue) {
    remove(node);
    boolean behind = queue.ahead() != null && tag > queue.ahead();
    return behind ? waiters.headSet(new Waiter(tag, "")).size() : 0;
  }

  private void remove(String node) {
    Double tag = tags.remove(node);
    if (tag != null) {
      waiters.remove(new Waiter(tag, node));
    }
  }

  void served(String node) {
    until.remove(node);
    needs.remove(node);
  }

  /// Lets a node wait.
  ///
  /// @param turn when it asks again
  /// @param wanted what it needs, by the dimension's name
  void add(String node, double tag, double turn, Map<String, Double> wanted, double server) {
    tags.put(node, tag);
    needs.put(node, wanted);
    waiters.add(new Waiter(tag, node));
    end = server + LIFE;
    until.put(node, Math.rint(turn + GRACE));
  }
}

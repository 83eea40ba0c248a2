package dev.sluice.cluster.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The members that a quota is out of reach of although their beats are answered: each uses its
/// part of the quota by itself, and the others hold that back meanwhile. It is told as a fact that
/// ends by itself unless it is told again, or at once when the quota is back. Confined to the
/// agenda, but for [#count].
///
/// Where a server with many quotas is gone all nodes tell so of all of them, to all: only some
/// quotas are told of, and only in a cluster of a size in which a part is worth it.
final class ApartNodes {
  /// How long others hold a part back after it was told.
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final int MOST_NODES = 64;
  private static final int MOST_TOLD = 16;
  private static final int MOST_HEARD = 4_096;
  private static final long SWEEP = Duration.ofSeconds(1).toNanos();

  private final ShareMeans means;
  private final SharedFacts facts;

  /// Until when this node's lines hold, by quota.
  private final Map<Long, Long> own = new HashMap<>();

  /// Until when those of others hold, by quota and node. The inner maps are replaced whole.
  private final Map<Long, Map<String, Long>> others = new ConcurrentHashMap<>();

  /// How many lines of others are known, some of which may not hold any more.
  private int lines;

  private long swept;

  ApartNodes(ShareMeans means, SharedFacts facts) {
    this.means = means;
    this.facts = facts;
    this.swept = means.now();
    facts.onApart(this::heard);
  }

  /// Returns how many other nodes a quota is out of reach of. Any thread.
  int count(long quota) {
    Map<String, Long> nodes = others.isEmpty() ? null : others.get(quota);
    if (nodes == null) {
      return 0;
    }
    long now = means.now();
    return (int) nodes.values().stream().filter(until -> until - now > 0).count();
  }

  private void heard(ApartLine line, Duration rest) {
    long now = means.now();
    if (lines >= MOST_HEARD && now - swept >= SWEEP) {
      swept = now;
      Set.copyOf(others.keySet()).forEach(quota -> replace(quota, holding(quota, now)));
    }
    Map<String, Long> nodes = holding(line.quota(), now);
    if (lines < MOST_HEARD || nodes.containsKey(line.node())) {
      nodes.put(line.node(), now + Math.min(rest.toNanos(), LEASE.toNanos()));
    }
    replace(line.quota(), nodes);
  }

  /// Returns a copy of what still holds of a quota.
  private Map<String, Long> holding(long quota, long now) {
    Map<String, Long> nodes = new HashMap<>(others.getOrDefault(quota, Map.of()));
    nodes.values().removeIf(until -> until - now <= 0);
    return nodes;
  }

  private void replace(long quota, Map<String, Long> nodes) {
    Map<String, Long> before = nodes.isEmpty() ? others.remove(quota) : others.put(quota, nodes);
    lines += nodes.size() - (before == null ? 0 : before.size());
  }

  /// Tells the others that a quota is out of reach of this node alone.
  ///
  /// @param taken called once they have it, or will with their next beat
  void tell(long quota, Runnable taken) {
    long now = means.now();
    own.values().removeIf(until -> until - now <= 0);
    boolean some = own.containsKey(quota) || own.size() < MOST_TOLD;
    if (some && means.view().nodes() <= MOST_NODES) {
      own.put(quota, now + LEASE.toNanos());
      facts.hint(line(quota), LEASE, taken);
    }
  }

  /// Tells them that it is back, if they have been told that it was not.
  void end(long quota) {
    if (own.remove(quota) != null) {
      facts.hint(line(quota), Duration.ofMillis(1), () -> {});
    }
  }

  private String line(long quota) {
    return new ApartLine(means.id(), quota).text();
  }
}

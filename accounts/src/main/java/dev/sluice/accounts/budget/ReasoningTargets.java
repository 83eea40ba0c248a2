package dev.sluice.accounts.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The targets whose usage has named reasoning tokens, by calls of any key. A call to one of them
/// that is given up costs more than was seen of its answer. Bounded. Safe for any thread but a
/// loop.
final class ReasoningTargets {
  /// About how many targets are remembered: where a target passes names on, clients name models at
  /// will.
  private static final int MOST = 4_096;

  private final Set<String> targets = ConcurrentHashMap.newKeySet();

  /// Notes that the target writes output which no client sees.
  ///
  /// @param target `provider/model`
  void add(String target) {
    if (!targets.contains(target) && targets.size() < MOST) {
      targets.add(target);
    }
  }

  /// Whether the target is known to write output which no client sees.
  ///
  /// @param target `provider/model`
  boolean contains(String target) {
    return targets.contains(target);
  }
}

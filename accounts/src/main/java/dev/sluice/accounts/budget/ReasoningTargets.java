package dev.sluice.accounts.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The targets of which a provider has told that they write what no client sees, whichever key's
/// call it was: what is seen of an answer says little of what it costs. Bounded. Safe for any
/// thread but a loop.
final class ReasoningTargets {
  /// How many targets are remembered: where a target passes names on, clients name models at will.
  private static final int MOST = 4_096;

  private final Set<String> targets = ConcurrentHashMap.newKeySet();

  /// Notes that the target writes output which no client sees.
  ///
  /// @param target `provider/model`
  public void add(String target) {
    if (!targets.contains(target) && targets.size() < MOST) {
      targets.add(target);
    }
  }

  /// Whether the target is known to write output which no client sees.
  ///
  /// @param target `provider/model`
  public boolean contains(String target) {
    return targets.contains(target);
  }
}

package dev.sluice.server.people;

import java.util.LinkedHashSet;
import java.util.Set;

/// The answers of the provider that were used of late at this node, of which none is used twice
/// there. Safe for any thread.
final class UsedAnswers {
  private static final int MOST = 4_096;

  // Guarded by this.
  private final Set<String> used = new LinkedHashSet<>();

  /// Whether an answer was used.
  synchronized boolean has(String name) {
    return used.contains(name);
  }

  /// Uses an answer.
  ///
  /// @param name what tells it from all others
  /// @return whether it was not used before
  synchronized boolean use(String name) {
    if (!used.add(name)) {
      return false;
    }
    if (used.size() > MOST) {
      used.remove(used.iterator().next());
    }
    return true;
  }
}

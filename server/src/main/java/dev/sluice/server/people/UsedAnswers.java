package dev.sluice.server.people;

import java.util.LinkedHashSet;
import java.util.Set;

/// The answers of the provider that were used of late, of which none is used twice. Safe for any
/// thread.
final class UsedAnswers {
  private static final int MOST = 4_096;

  // Guarded by this.
  private final Set<String> used = new LinkedHashSet<>();

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

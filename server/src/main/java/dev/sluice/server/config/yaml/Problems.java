package dev.sluice.server.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The list of everything that is wrong with a file, in any order.
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /// Adds a problem.
  public void add(FilePosition position, String what) {
    found.add(new Problem(position, what));
  }

  /// Throws all problems, if there are any.
  ///
  /// @throws ConfigException with all of them, in the order of the file
  void orThrow() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparing(Problem::position));
      throw new ConfigException(found);
    }
  }
}

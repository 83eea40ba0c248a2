package dev.sluice.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The list of everything that is wrong with a file, in any order.
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /// Adds a problem.
  ///
  /// @param path the keys that lead to it; empty for the whole file
  void add(FilePosition position, String path, String what) {
    add(new Problem(position, path, what));
  }

  /// Adds a problem.
  void add(Problem problem) {
    found.add(problem);
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

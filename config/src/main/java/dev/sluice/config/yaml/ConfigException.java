package dev.sluice.config.yaml;

import java.util.List;
import java.util.stream.Collectors;

/// A file cannot be used. Says everything that is wrong with it.
public final class ConfigException extends RuntimeException {
  private final transient List<Problem> problems;

  /// A file with these problems.
  ///
  /// @param problems at least one, in the order of the file
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// Makes the exception for a file with one problem.
  ConfigException(FilePosition position, String what) {
    this(List.of(new Problem(position, what)));
  }

  /// The problems, at least one, in the order of the file.
  public List<Problem> problems() {
    return problems;
  }
}

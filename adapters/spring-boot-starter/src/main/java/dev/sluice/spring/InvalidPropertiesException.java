package dev.sluice.spring;

import dev.sluice.config.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration of the gateway is wrong: everything that is wrong with it, a line each, with
/// its place in a file, or the source of its property.
public final class InvalidPropertiesException extends RuntimeException {
  private final transient List<Problem> problems;

  InvalidPropertiesException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// The problems, at least one.
  List<Problem> problems() {
    return problems;
  }
}

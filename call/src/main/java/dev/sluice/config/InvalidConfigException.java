package dev.sluice.config;

import java.util.List;

/// A configuration that an application has made cannot be used. Says everything that is wrong with
/// it, and shows no secret. What is wrong with a file is a `ConfigException`, which knows the
/// places.
public final class InvalidConfigException extends IllegalArgumentException {
  private final transient List<String> problems;

  /// A configuration with these problems.
  ///
  /// @param problems at least one; each names the thing, the value and the remedy, on one line
  public InvalidConfigException(List<String> problems) {
    super("the configuration of the gateway cannot be used:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /// The problems, at least one: first those of providers, then those of routes.
  public List<String> problems() {
    return problems;
  }
}

package dev.sluice.lab.batch;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How much is done.
///
/// @param kills how often gateways are killed that call lines; a tenth as often where a provider
///   runs them
/// @param lines of the batches that are measured
/// @param runs how often calls beside a batch are measured
/// @param seed of the instants of the kills
/// @param only the parts that are done; empty for all
/// @param reports where the figures are written too
public record BatchOptions(
    int kills, int lines, int runs, long seed, Set<Part> only, Reports reports) {
  private static final int LEAST_LINES = 1_000;

  /// Files of the figures.
  ///
  /// @param json for programs
  /// @param html for people
  public record Reports(Optional<Path> json, Optional<Path> html) {
    /// No file.
    public static final Reports NONE = new Reports(Optional.empty(), Optional.empty());
  }

  public BatchOptions {
    if (kills < 1 || runs < 1) {
      throw new IllegalArgumentException(
          "--kills and --runs must be at least 1; they are %d and %d".formatted(kills, runs));
    }
    if (lines < LEAST_LINES) {
      throw new IllegalArgumentException(
          "--lines must be at least %d, is %d".formatted(LEAST_LINES, lines));
    }
    only = only.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(only);
  }

  /// A part of the experiment.
  public enum Part {
    /// Gateways are killed that call the lines of batches.
    KILLS,
    /// Batches lack something midway.
    STARVES,
    /// The ledger is compared with the bill, where the gateway calls the lines, and where the
    /// provider runs them.
    SUMS,
    /// Gateways are killed whose batches the provider runs.
    DELEGATED,
    /// Batches use up a quota.
    LIMIT,
    /// Clients that wait call beside a batch that uses up a quota.
    BESIDE,
    /// Clients that wait call beside a batch without a limit.
    UNLIMITED,
    /// What a batch takes of memory.
    MEMORY;

    /// The part of this name, in small letters.
    public static Part of(String name) {
      return Stream.of(values())
          .filter(part -> part.label().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "--only must name parts (%s), is '%s'"
                          .formatted(
                              Stream.of(values()).map(Part::label).collect(joining(", ")), name)));
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

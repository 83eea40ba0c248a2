package dev.sluice.lab.overhead;

import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The parts to compare with another revision, and how thoroughly.
///
/// @param revision a revision of the repository as git reads it, or a folder that holds a checkout
/// @param rounds how often both are started and visited, 6 to 1,000
/// @param seconds how long a visit measures, at least 1
/// @param only which parts; `START`, `SAVINGS`, `GUESSES`, `ASSEMBLED`, `CACHE`, `NODES` and
///   `IN_PROCESS` are none of it, and `KEYS` comes alone
/// @param json where to write the results for programs, if anywhere
/// @param atMost what no median ratio of CPU times may exceed, if there is a bound
/// @param terminal whether progress is shown at a terminal
public record ComparisonOptions(
    String revision,
    int rounds,
    int seconds,
    Set<Part> only,
    Optional<Path> json,
    Optional<Double> atMost,
    boolean terminal) {
  /// Enough for an interval that leaves the two outermost rounds on both sides out.
  public static final int ROUNDS = 10;

  /// The scenarios in which the cost of a call is compared by default.
  public static final Set<Part> PARTS = Set.of(Part.SATURATED, Part.STREAMS);

  private static final int MOST_ROUNDS = 1_000;

  /// A revision is started through its launcher, which takes time of its own, and none is started
  /// twice in two configurations.
  private static final Set<Part> INCOMPARABLE =
      EnumSet.of(
          Part.START,
          Part.SAVINGS,
          Part.GUESSES,
          Part.ASSEMBLED,
          Part.CACHE,
          Part.UPLOADS,
          Part.NODES,
          Part.IN_PROCESS);

  public ComparisonOptions {
    if (rounds < MedianInterval.FEWEST || rounds > MOST_ROUNDS || seconds < 1) {
      throw new IllegalArgumentException(
          "%d rounds of %d seconds: a comparison takes %d to %d rounds of at least 1 second"
              .formatted(rounds, seconds, MedianInterval.FEWEST, MOST_ROUNDS));
    }
    only = Set.copyOf(only);
    INCOMPARABLE.stream().filter(only::contains).findFirst().ifPresent(ComparisonOptions::refuse);
    if (only.contains(Part.KEYS) && only.size() > 1) {
      throw new IllegalArgumentException(
          "KEYS is compared alone, since both revisions then ask for a key: leave the others out of --only");
    }
    if (atMost.isPresent() && !(atMost.get() > 0)) {
      throw new IllegalArgumentException(
          "a ratio of at most %s cannot be: give one such as 1.02".formatted(atMost.get()));
    }
  }

  /// The configuration of both, as the name of the contender that has it.
  String configuration() {
    return only.contains(Part.KEYS) ? Contender.SLUICE_KEYED : Contender.SLUICE;
  }

  private static void refuse(Part part) {
    throw new IllegalArgumentException(
        "%s cannot be compared with another revision: leave it out of --only".formatted(part));
  }
}

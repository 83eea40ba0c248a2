package dev.sluice.lab.prove;

import dev.sluice.lab.mechanism.Variant;
import dev.sluice.lab.trace.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to compare.
///
/// @param trace where the chats' arrivals and sizes come from
/// @param length how long calls are made; at least [#SHORTEST]
/// @param load how many times the providers' quota the calls ask for, above 1
/// @param workload the kind of calls that are made
/// @param without gateways that go without mechanisms, to be compared with one that has all; none
///   for a comparison with an SDK
/// @param seed of the calls and of all that the providers draw
/// @param seeds how many seeds gateways are compared by
/// @param json where the results are written for programs, if anywhere
public record ProveOptions(
    Trace trace,
    Workload workload,
    Duration length,
    double load,
    List<Variant> without,
    long seed,
    int seeds,
    Optional<Path> json) {
  /// A shorter run has no time for an outage, a brown-out and what is normal between them.
  public static final Duration SHORTEST = Duration.ofSeconds(60);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double HIGHEST_LOAD = 10;

  public ProveOptions {
    without = List.copyOf(without);
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%d seconds of calls: it must be %d to %d"
              .formatted(length.toSeconds(), SHORTEST.toSeconds(), LONGEST.toSeconds()));
    }
    if (!(load > 1 && load <= HIGHEST_LOAD)) {
      throw new IllegalArgumentException(
          "%s times the quota: it must be above 1, and %s at most".formatted(load, HIGHEST_LOAD));
    }
  }
}

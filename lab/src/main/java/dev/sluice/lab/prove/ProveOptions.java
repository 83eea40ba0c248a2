package dev.sluice.lab.prove;

import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.trace.Trace;
import java.time.Duration;

/// How to compare.
///
/// @param trace where the chats' arrivals and sizes come from
/// @param length how long calls are made; at least [#SHORTEST]
/// @param load how many times the providers' quota the calls ask for, above 1
/// @param workload the kind of calls that are made
/// @param compared the comparison of gateways; where it is not asked for, one is compared with an
///   SDK. Its seed is that of the calls and of all that the providers draw
public record ProveOptions(
    Trace trace, Workload workload, Duration length, double load, SideBySide compared) {
  /// A shorter run has no time for an outage, a brown-out and what is normal between them.
  public static final Duration SHORTEST = Duration.ofSeconds(60);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double HIGHEST_LOAD = 10;

  public ProveOptions {
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

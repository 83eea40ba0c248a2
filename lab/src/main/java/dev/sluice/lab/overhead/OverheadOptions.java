package dev.sluice.lab.overhead;

import dev.sluice.lab.overhead.contender.Launch;
import dev.sluice.lab.overhead.measure.FixedRate;
import dev.sluice.lab.overhead.measure.OpenStreams;
import dev.sluice.lab.overhead.measure.Saturated;
import dev.sluice.lab.overhead.measure.Saving;
import dev.sluice.lab.overhead.measure.Scenario;
import dev.sluice.lab.overhead.measure.StartUp;
import dev.sluice.lab.overhead.measure.Streams;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The parts to measure, and how thoroughly.
///
/// @param rounds how often each contender is visited, at least 1
/// @param seconds how long it is measured each time, at least 1
/// @param only which parts
/// @param json where to write the results for programs, if anywhere
/// @param sluice how to start Sluice; empty measures nginx alone
/// @param defaultScheduler whether to measure Sluice on the default scheduler too
public record OverheadOptions(
    int rounds,
    int seconds,
    Set<Part> only,
    Optional<Path> json,
    Optional<Launch> sluice,
    boolean defaultScheduler) {
  /// As many as the thresholds need.
  public static final int ROUNDS = 3;

  /// As long as the thresholds need.
  public static final int SECONDS = 5;

  public OverheadOptions {
    if (rounds < 1 || seconds < 1) {
      throw new IllegalArgumentException(
          "%d rounds of %d seconds: at least 1 of each is needed".formatted(rounds, seconds));
    }
    only = Set.copyOf(only);
  }

  /// Whether anything to be measured is about the contender of this name.
  boolean concerns(String contender) {
    return only.stream()
        .flatMap(part -> part.scenarios().stream())
        .anyMatch(scenario -> scenario.concerns(contender));
  }

  /// A part of the measurement that can be had alone.
  public enum Part {
    /// CPU time and throughput when there is always another call.
    SATURATED,
    /// CPU time and latency at 2,500 calls a second.
    RATE,
    /// CPU time and delay of streamed events.
    STREAMS,
    /// Memory with 5,000 open streams.
    MEMORY,
    /// Start-up, and the first second.
    START,
    /// CPU time of calls that nothing can save, with and without what saves calls.
    SAVINGS;

    /// Its name on the command line.
    public String optionName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The scenarios of `parts`, in the report's order.
    static List<Scenario> scenarios(Set<Part> parts) {
      return Stream.of(values())
          .filter(parts::contains)
          .flatMap(part -> part.scenarios().stream())
          .toList();
    }

    List<Scenario> scenarios() {
      return switch (this) {
        case SATURATED -> List.of(Saturated.ONE_KB, Saturated.LARGE);
        case RATE -> List.of(new FixedRate());
        case STREAMS -> List.of(new Streams());
        case MEMORY -> List.of(new OpenStreams());
        case START -> List.of(new StartUp());
        case SAVINGS -> List.of(new Saving());
      };
    }
  }
}

package dev.sluice.cli;

import dev.sluice.lab.overhead.Launch;
import dev.sluice.lab.overhead.Overhead;
import dev.sluice.lab.overhead.OverheadOptions;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the gateway costs.
@Command(
    name = "overhead",
    description = "Measures CPU, latency, memory and start-up beside nginx; exit code 1 if a bound is broken.",
    mixinStandardHelpOptions = true)
final class OverheadCommand implements Callable<Integer> {
  @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Visits to each contender.")
  private int rounds;

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "Length of a visit.")
  private int seconds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "saturated, rate, streams, memory, start.")
  private List<String> only = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too.")
  private @Nullable Path json;

  @Option(
      names = "--default-scheduler",
      description = "Measure without loop-carried threads as well.")
  private boolean defaultScheduler;

  @Override
  public Integer call() throws Exception {
    var options =
        new OverheadOptions(
            rounds,
            seconds,
            parts(),
            Optional.ofNullable(json),
            Optional.of(Launch.likeThisProcess()),
            defaultScheduler);
    return Overhead.run(options, System.out);
  }

  private Set<Part> parts() {
    if (only.isEmpty()) {
      return EnumSet.allOf(Part.class);
    }
    var parts = EnumSet.noneOf(Part.class);
    only.forEach(name -> parts.add(part(name)));
    return parts;
  }

  private static Part part(String name) {
    return Arrays.stream(Part.values())
        .filter(part -> part.optionName().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--only " + name + " is no part; there are "
                        + Arrays.stream(Part.values()).map(Part::optionName).toList()));
  }
}

package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.overhead.ComparisonOptions;
import dev.sluice.lab.overhead.Overhead;
import dev.sluice.lab.overhead.OverheadOptions;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import dev.sluice.lab.overhead.Peer;
import dev.sluice.lab.overhead.RevisionComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab overhead`: the gateway's cost, beside nginx, or beside another revision of itself.
@Command(
    name = "overhead",
    description = {
      "Measures what the gateway costs, beside nginx where it is installed;",
      "with --against beside another revision of itself."
    })
final class LabOverhead extends Experiment {
  @Option(
      names = "--against",
      paramLabel = "REF",
      description = {
        "Compares with that revision, which it builds: CPU time and bytes allocated a call,",
        "the median ratio of the rounds with its 95 %% interval.",
        "Also a folder that holds a checkout."
      })
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--at-most",
      paramLabel = "RATIO",
      description = "With --against: fails when a median ratio of CPU times is above it.")
  private Optional<Double> atMost = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Visits to each proxy ("
              + OverheadOptions.ROUNDS
              + "; with --against "
              + ComparisonOptions.ROUNDS
              + ").")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "" + OverheadOptions.SECONDS,
      description = "Length of each visit (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = {
        "Some of ${COMPLETION-CANDIDATES}, with commas between",
        "(all of them; with --against SATURATED and STREAMS)."
      })
  private Set<Part> only = EnumSet.noneOf(Part.class);

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--default-scheduler",
      description = "Measures that mode too; not with --against.")
  private boolean defaultScheduler;

  @Option(
      names = "--peer",
      paramLabel = "NAME=URL,PID",
      description = {
        "Measures another gateway too, which runs already and sends to --provider:",
        "its base URL, and the process that does its work. Any number of times."
      })
  private List<String> peers = List.of();

  @Option(
      names = "--provider",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port of the simulated provider on 127.0.0.1 (a free one).")
  private int provider;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cores of a proxy, 1 or 2 (${DEFAULT-VALUE}); not with --against.")
  private int cores;

  @Override
  int run(Console console) throws CannotStart, IOException, InterruptedException {
    try {
      return against.isPresent() ? compare(console, against.get()) : measure(console);
    } catch (IllegalStateException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private int measure(Console console) throws IOException, InterruptedException {
    if (atMost.isPresent()) {
      throw new IllegalArgumentException(
          "--at-most is a bound for --against REF, which is missing");
    }
    List<Peer> others = peers.stream().map(Peer::parse).toList();
    OverheadOptions options =
        new OverheadOptions(
            rounds.orElse(OverheadOptions.ROUNDS),
            seconds,
            only.isEmpty() ? EnumSet.allOf(Part.class) : only,
            json,
            Optional.of(GatewayProgram.likeThisProcess()),
            defaultScheduler,
            others,
            provider,
            cores);
    return Overhead.run(options, console.out(), Console.terminal());
  }

  private int compare(Console console, String revision) throws IOException, CannotStart {
    if (defaultScheduler) {
      throw new IllegalArgumentException("--default-scheduler does not go with --against");
    }
    if (!peers.isEmpty() || provider != 0) {
      throw new IllegalArgumentException("--peer and --provider do not go with --against");
    }
    if (cores != 1) {
      throw new IllegalArgumentException("--cores does not go with --against");
    }
    ComparisonOptions options =
        new ComparisonOptions(
            revision,
            rounds.orElse(ComparisonOptions.ROUNDS),
            seconds,
            only.isEmpty() ? ComparisonOptions.PARTS : only,
            json,
            atMost,
            Console.terminal());
    try {
      return RevisionComparison.run(
          options, GatewayProgram.likeThisProcess(), console.out(), console.err());
    } catch (InterruptedException _) {
      throw new CannotStart("the comparison was broken off");
    }
  }
}

package dev.sluice.lab.command;

import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.prove.Prove;
import dev.sluice.lab.prove.ProveOptions;
import dev.sluice.lab.prove.Workload;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import dev.sluice.lab.trace.TraceException;
import dev.sluice.lab.trace.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lab prove`: the same calls with an SDK alone and through Sluice.
@Command(
    name = "prove",
    description =
        "Makes the same calls with an SDK alone and through Sluice, at twice the quota, with an"
            + " outage and a brown-out inside; exits with 1 if a target is missed.")
final class LabProve extends Experiment {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "A trace for the chats, as `lab admit` reads it; without it, one of real chats.")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "150",
      description = "How long calls are made (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--load",
      paramLabel = "X",
      defaultValue = "2",
      description = "How many times the quota the calls ask for (${DEFAULT-VALUE}).")
  private double load;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "retrieval",
      description = "What is asked: retrieval or chats (${DEFAULT-VALUE}).")
  private String workload = "retrieval";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the calls, and of all that providers draw (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ComparedOptions compared = new ComparedOptions();

  @Override
  int run(Console console) throws IOException, InterruptedException {
    return Prove.run(options(), console.out(), console.progress());
  }

  private ProveOptions options() {
    try {
      Trace chats = trace.map(TraceFile::read).orElseGet(Excerpt.CONVERSATION::trace);
      var length = Duration.ofSeconds(seconds);
      var kind = EnumWords.read(Workload.class, "the workload", workload);
      return new ProveOptions(chats, kind, length, load, compared.from(seed));
    } catch (TraceException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}

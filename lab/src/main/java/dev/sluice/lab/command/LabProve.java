package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.prove.Feature;
import dev.sluice.lab.prove.Prove;
import dev.sluice.lab.prove.ProveOptions;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import dev.sluice.lab.trace.TraceException;
import dev.sluice.lab.trace.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `lab prove`: the same calls with an SDK alone and through Sluice.
@Command(
    name = "prove",
    description =
        "Makes the same calls with an SDK alone and through Sluice, at twice the quota, with an"
            + " outage and a brown-out inside; exits with 1 if a target is missed.")
final class LabProve implements Callable<Integer> {
  private final Console console;

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
      names = "--without",
      paramLabel = "FEATURE",
      split = ",",
      converter = FeatureConverter.class,
      description =
          "What Sluice goes without: batch, cache, quota, retry, breaker, timeouts; with commas.")
  private Set<Feature> without = EnumSet.noneOf(Feature.class);

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the calls, and of all that providers draw (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with plots there.")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--md", paramLabel = "FILE", description = "Writes a Markdown document there.")
  private Optional<Path> markdown = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  LabProve(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    ProveOptions options = options();
    try {
      return Prove.run(options, console.out(), console.progress());
    } catch (IOException e) {
      throw new CannotStart("cannot write the results: " + e.getMessage());
    }
  }

  private ProveOptions options() {
    try {
      Trace chats = trace.map(TraceFile::read).orElseGet(Excerpt.CONVERSATION::trace);
      var files = new ProveOptions.ReportFiles(html, markdown, json);
      return new ProveOptions(chats, Duration.ofSeconds(seconds), load, without, seed, files);
    } catch (TraceException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /// Reads the name of a feature, such as `cache`.
  static final class FeatureConverter implements ITypeConverter<Feature> {
    @Override
    public Feature convert(String text) {
      try {
        return Feature.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "there is no feature `"
                + text
                + "`; there are batch, cache, quota, retry, breaker and timeouts");
      }
    }
  }
}

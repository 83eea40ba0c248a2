package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.lab.admit.Admit;
import dev.sluice.lab.admit.AdmitOptions;
import dev.sluice.lab.admit.BandShares;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Synthetic;
import dev.sluice.lab.trace.Trace;
import dev.sluice.lab.trace.TraceException;
import dev.sluice.lab.trace.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `lab admit`: the fate of calls at a limit, through the gateway and otherwise.
@Command(
    name = "admit",
    description =
        "Replays traces against a provider with limits, in virtual time, through the gateway's own"
            + " admission and quota and through simpler policies.")
final class LabAdmit extends Experiment {
  /// The length of the made-up trace, in seconds.
  private static final double SECONDS = 1_800;

  private static final long SEED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "A trace with the columns TIMESTAMP, ContextTokens and GeneratedTokens; may be repeated."
              + " Without it, ten minutes each of two real ones, and a made-up one.")
  private List<Path> traces = new ArrayList<>();

  @Option(
      names = "--load",
      paramLabel = "N",
      split = ",",
      defaultValue = "0.8,2",
      description = "How many times the quota the trace asks for, with commas (${DEFAULT-VALUE}).")
  private List<Double> loads = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is run (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Time.class,
      description = "Within which a call must be admitted (${DEFAULT-VALUE}).")
  private Duration deadline = Duration.ZERO;

  @Option(
      names = "--bucket",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Time.class,
      description = "How long a time's worth the provider lets through at once (${DEFAULT-VALUE}).")
  private Duration bucket = Duration.ZERO;

  @Option(
      names = "--bands",
      paramLabel = "N",
      split = ",",
      defaultValue = "10,60,30,0",
      description = "Per cent critical, interactive, normal, batch (${DEFAULT-VALUE}).")
  private List<Integer> bands = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes every run there too.")
  private Optional<Path> json = Optional.empty();

  @Override
  int run(Console console) throws IOException {
    return Admit.run(options(), console.out(), console.progress());
  }

  private AdmitOptions options() {
    try {
      return new AdmitOptions(read(), loads, seeds, deadline, bucket, new BandShares(bands), json);
    } catch (TraceException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private List<Trace> read() {
    return traces.isEmpty()
        ? Stream.concat(
                Stream.of(Excerpt.values()).map(Excerpt::trace),
                Stream.of(Synthetic.bursty(SECONDS, SEED)))
            .toList()
        : traces.stream().map(TraceFile::read).toList();
  }

  /// Reads a duration such as `30s`.
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (ConfigProblem e) {
        throw new TypeConversionException("`" + text + "` " + e.getMessage());
      }
    }
  }
}

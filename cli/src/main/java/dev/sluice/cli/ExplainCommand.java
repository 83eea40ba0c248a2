package dev.sluice.cli;

import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Environment;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Where the calls for a model go, and what bounds them.
@Command(
    name = "explain",
    description = "Shows the effective route, targets and timeouts of a model.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "The model's name, as a client asks for it.")
  private String model = "";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; without, the environment.")
  private @Nullable String file;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Explanation explanation =
        file == null
            ? Explanation.of(model, Environment.of(System.getenv()))
            : Explanation.of(model, ConfigFile.load(file, System.getenv()));
    if (!explanation.found()) {
      Output.err(spec).println(explanation.text());
      return ExitCode.CHECK_FAILED;
    }
    Output.out(spec).println(explanation.text());
    return ExitCode.DONE;
  }
}

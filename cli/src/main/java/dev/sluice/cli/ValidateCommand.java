package dev.sluice.cli;

import dev.sluice.GatewayConfig;
import dev.sluice.server.config.ConfigException;
import dev.sluice.server.config.ConfigFile;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks a configuration.
@Command(
    name = "validate",
    description = "Checks a configuration and says everything that is wrong with it.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The configuration.")
  private String file = "";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try {
      GatewayConfig config = ConfigFile.load(file, System.getenv()).config().gateway();
      Output.out(spec)
          .printf(
              "%s: ok (%d providers, %d routes)%n",
              file, config.providers().size(), config.routes().size());
      return ExitCode.DONE;
    } catch (ConfigException wrong) {
      Output.err(spec).println(wrong.getMessage());
      return ExitCode.CHECK_FAILED;
    }
  }
}

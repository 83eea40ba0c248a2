package dev.sluice.cli;

import dev.sluice.lab.demo.Demo;
import dev.sluice.lab.demo.DemoOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The gateway at work, with nothing configured.
@Command(
    name = "demo",
    description = "Runs the gateway with simulated providers and traffic; needs no key and no file.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where the gateway listens; 0 for any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--seconds", paramLabel = "N", description = "End by itself after so long.")
  private @Nullable Integer seconds;

  @Override
  public Integer call() throws Exception {
    boolean terminal = System.console() != null && System.console().isTerminal();
    Demo.run(
        new DemoOptions(port, Optional.ofNullable(seconds).map(Duration::ofSeconds), terminal),
        System.out);
    return ExitCode.DONE;
  }
}

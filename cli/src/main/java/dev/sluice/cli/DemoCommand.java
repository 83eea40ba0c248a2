package dev.sluice.cli;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.console.InterruptOnStop;
import dev.sluice.cli.demo.Demo;
import dev.sluice.cli.demo.DemoOptions;
import dev.sluice.server.CannotListen;
import dev.sluice.server.run.RunFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: the gateway at work, with nothing configured.
@Command(
    name = "demo",
    description = "Runs the gateway over simulated providers, with traffic; needs no key, no file.")
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where the gateway listens (${DEFAULT-VALUE}); 0: any that is free.")
  private int port;

  @Option(names = "--seconds", paramLabel = "N", description = "Ends by itself after so long.")
  private Optional<Integer> seconds = Optional.empty();

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    boolean terminal = Console.terminal();
    try (var _ = InterruptOnStop.watch(console.stop().apply(HangUp.ENDS))) {
      RunFolder run = RunFolder.of(console.env());
      Demo.run(
          new DemoOptions(port, seconds.map(Duration::ofSeconds), terminal, run), console.out());
      return ExitCode.DONE;
    } catch (CannotListen e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CannotStart("no store for the demonstration: " + e.getMessage());
    }
  }
}

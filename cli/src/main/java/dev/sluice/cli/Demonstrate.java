package dev.sluice.cli;

import dev.sluice.lab.demo.Demo;
import dev.sluice.lab.demo.DemoOptions;
import dev.sluice.server.CannotListen;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `demo`: the gateway at work, with nothing configured.
@Command(
    name = "demo",
    description = "Runs the gateway over simulated providers, with traffic; needs no key, no file.")
final class Demonstrate implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      converter = Port.Reader.class,
      description = "Where the gateway listens (${DEFAULT-VALUE}); 0: any that is free.")
  private Port port = new Port(8080);

  @Option(names = "--seconds", paramLabel = "N", description = "Ends by itself after so long.")
  private Optional<Integer> seconds = Optional.empty();

  Demonstrate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    Optional<Duration> length = seconds.map(Duration::ofSeconds);
    interruptWhenStopped(Thread.currentThread());
    try {
      Demo.run(new DemoOptions(port.number(), length, terminal), console.out());
      return ExitCode.DONE;
    } catch (CannotListen e) {
      throw new CannotStart(e.getMessage() + ", with --port");
    }
  }

  private void interruptWhenStopped(Thread running) {
    Console.Stop stop = console.stop().get();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                stop.await();
                running.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}

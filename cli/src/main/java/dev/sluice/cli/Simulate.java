package dev.sluice.cli;

import dev.sluice.cli.config.Port;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.scenario.ScenarioFile;
import dev.sluice.sim.Banner;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `simulate`: a provider that costs nothing and fails on demand, until it is told to end.
@Command(
    name = "simulate",
    description = "Runs a simulated provider. Prints `ready URL` when it answers.")
final class Simulate implements Callable<Integer> {
  private final Console console;

  @Option(
      names = {"-s", "--scenario"},
      paramLabel = "FILE",
      description = "Its models, limits and faults; without it, the standard ones.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.Reader.class,
      description = "The port to listen on; any that is free by default.")
  private Port port = new Port(0);

  Simulate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    Scenario scenario =
        file.map(name -> ScenarioFile.load(name, console.env())).orElseGet(Scenario::standard);
    Console.Stop stop = console.stop().apply(HangUp.ENDS);
    try (Simulator simulator = start(scenario)) {
      Banner.of(simulator).forEach(console.err()::println);
      console.out().println("ready http://127.0.0.1:" + simulator.port());
      console.out().flush();
      stop.await();
    }
    return ExitCode.DONE;
  }

  private Simulator start(Scenario scenario) throws CannotStart {
    try {
      return Simulator.start(scenario, port.number());
    } catch (IllegalStateException e) {
      throw new CannotStart(e.getMessage() + "; choose another --port");
    }
  }
}

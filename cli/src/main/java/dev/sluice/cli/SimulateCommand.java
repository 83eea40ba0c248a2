package dev.sluice.cli;

import dev.sluice.lab.sim.Banner;
import dev.sluice.lab.sim.Simulator;
import dev.sluice.lab.sim.scenario.Scenario;
import dev.sluice.lab.sim.scenario.ScenarioFile;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A simulated provider, until it is told to stop.
@Command(
    name = "simulate",
    description = "Runs a simulated provider; docs/simulator.md says what it can do.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = {"-s", "--scenario"},
      paramLabel = "FILE",
      description = "What it simulates; without, a few models that answer well.")
  private @Nullable String file;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Where it listens on 127.0.0.1; 0 for any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Shutdown shutdown = Shutdown.onSignals();
    Scenario scenario =
        file == null ? Scenario.standard() : ScenarioFile.load(file, System.getenv());
    try (Simulator simulator = Simulator.start(scenario, port)) {
      Banner.of(simulator).forEach(Output.out(spec)::println);
      return shutdown.await(() -> {});
    }
  }
}

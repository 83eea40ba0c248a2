package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The simulated providers behind an arm, and what they have received. The providers begin to play
/// when they are started.
final class SimulatedProviders implements AutoCloseable {
  private final Map<String, Simulator> simulators = new LinkedHashMap<>();
  private final Log log = new Log();
  private final long started;

  private SimulatedProviders(long started) {
    this.started = started;
  }

  /// Starts a provider for each name.
  static SimulatedProviders start(Map<String, Scenario> scenarios, Clock clock) {
    var providers = new SimulatedProviders(clock.nanos());
    scenarios.forEach((name, scenario) -> providers.add(name, scenario, clock));
    return providers;
  }

  private void add(String name, Scenario scenario, Clock clock) {
    Simulator simulator = Simulator.start(scenario, 0);
    simulator.recorded().watch(log.of(name, clock::nanos));
    simulators.put(name, simulator);
  }

  /// Returns when the providers began to play their scenarios.
  long started() {
    return started;
  }

  Log log() {
    return log;
  }

  List<URI> bases() {
    return simulators.values().stream().map(simulator -> URI.create(simulator.url())).toList();
  }

  /// Returns the configuration of a gateway with all providers, and with a route whose calls they
  /// share evenly.
  ///
  /// @param defaults of the configuration
  /// @param settings of each provider; begins with a comma where there are any
  String config(String defaults, String settings) {
    var text = new StringBuilder("defaults: ").append(defaults).append("\nproviders:\n");
    simulators.forEach(
        (name, simulator) ->
            text.append(
                "  %s: {type: openai, url: \"%s\", key: sk-sim, allow_private: true%s}\n"
                    .formatted(name, simulator.url(), settings)));
    text.append("routes:\n  all:\n    models: [")
        .append(FaultSchedule.MODEL)
        .append("]\n    targets:\n");
    simulators
        .keySet()
        .forEach(
            name ->
                text.append(
                    "      - {provider: %s, model: %s, prefill: prefix}\n"
                        .formatted(name, FaultSchedule.MODEL)));
    return text.toString();
  }

  @Override
  public void close() {
    simulators.values().forEach(Simulator::close);
  }
}

package dev.sluice.it.clients;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.util.Map;

/// A gateway and a simulated provider behind it, both in this process, on free ports.
final class Gatehouse implements AutoCloseable {
  /// What the gateway asks its clients for.
  static final String KEY = "sk-inbound";

  /// A fault of the provider is reached by the name of a model.
  static final String FAULT = "sim-fault/";

  private static final String EVERY_FAULT =
      """
      defaults: {retry: off, breaker: off}
      providers:
        sim: {type: compatible, url: "%1$s", key: sk-provider, allow_private: true}
        refusing: {type: compatible, url: "%1$s", key: sk-provider, allow_private: true}
        used-up: {type: compatible, url: "%1$s", key: sk-provider, allow_private: true}
      routes:
        refused: {models: [sim-fault/401], targets: [{provider: refusing}]}
        exhausted: {models: [sim-fault/insufficient-quota], targets: [{provider: used-up}]}
        known: {models: [m, org/m], targets: [{provider: sim}]}
        streamed:
          models: ["streamed/*"]
          targets: [{provider: sim}]
          upstream_stream: always
        silent:
          models: ["sim-fault/silenc*"]
          targets: [{provider: sim}]
          timeout: {first_token: 500ms}
        stalling:
          models: ["sim-fault/stall*"]
          targets: [{provider: sim}]
          timeout: {stall: 1s}
        others: {models: ["*"], targets: [{provider: sim}]}
      """;

  private final Simulator simulator;
  private final GatewayProcess gateway;

  /// One that shows each failure once, as it is.
  Gatehouse() {
    this(Scenario.of(Model.named("m"), Model.named("org/m")).keys("sk-provider"), EVERY_FAULT);
  }

  /// @param config with `%1$s` for the provider's address
  Gatehouse(Scenario scenario, String config) {
    this(scenario, config, false);
  }

  private Gatehouse(Scenario scenario, String config, boolean h2c) {
    simulator = Simulator.start(scenario, 0);
    try {
      String listeners =
          """
          server: {listen: "127.0.0.1:0", keys: ["%s"], drain: 1ms, h2c: %s, max_body: 64MiB}
          admin: {listen: "127.0.0.1:0"}
          """
              .formatted(KEY, h2c);
      String text = listeners + config.formatted(simulator.url());
      Doc doc = Doc.parse("sluice.yaml", text, Map.of());
      gateway = GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
    } catch (CannotListen e) {
      simulator.close();
      throw new IllegalStateException(e);
    }
  }

  /// One whose clients may begin with HTTP/2, for the model `m`.
  static Gatehouse http2() {
    String config =
        """
        providers:
          sim: {type: compatible, url: "%1$s", key: sk-provider, allow_private: true}
        """;
    return new Gatehouse(Scenario.of(Model.named("m")).keys("sk-provider"), config, true);
  }

  /// What the provider has received.
  Recorded recorded() {
    return simulator.recorded();
  }

  /// The address of the gateway, without a path.
  String address() {
    return gateway.url();
  }

  /// What a client takes for the provider's address.
  String url() {
    return gateway.url() + "/v1";
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      simulator.close();
    }
  }
}

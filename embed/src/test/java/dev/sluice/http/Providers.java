package dev.sluice.http;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.util.Map;

/// A simulated provider in three dialects, and the configuration of a gateway in front of it, which
/// sends each call once.
final class Providers {
  /// A model whose name says its fault is the scenario's first one with that fault.
  static final String FAULT = "sim-fault/";

  private Providers() {}

  static Simulator start() {
    return Simulator.start(Scenario.of(Model.named("m")).record(10), 0);
  }

  static SluiceConfig config(Simulator provider) {
    String text =
        """
          server: {listen: "127.0.0.1:0", drain: 10s}
          admin: {listen: "127.0.0.1:0"}
          defaults: {retry: off, breaker: off}
          providers:
            openai: {type: openai, url: "http://127.0.0.1:%1$d/v1", key: sk-own, allow_private: true}
            claude: {type: anthropic, url: "http://127.0.0.1:%1$d", key: sk-own, allow_private: true}
            gemini: {type: gemini, api: gemini, url: "http://127.0.0.1:%1$d", key: sk-own, allow_private: true}
          routes:
            claude: {models: [claude], targets: [{provider: claude, model: m}]}
            gemini: {models: [gem], targets: [{provider: gemini, model: m}]}
            all: {models: ["*"], targets: [{provider: openai}]}
          """
            .formatted(provider.port());
    return ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config();
  }

  /// A body of a chat.
  static String chat(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model, stream);
  }
}

package dev.sluice.agents;

import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.config.yaml.Doc;
import java.io.OutputStream;
import java.util.Map;

/// A gateway in front of a provider that speaks OpenAI's dialects.
final class AgentGateway implements AutoCloseable {
  static final String KEY = "sk-inbound";

  private final GatewayProcess gateway;

  AgentGateway(String providerUrl) throws CannotListen {
    String config =
        """
        server: {listen: "127.0.0.1:0", keys: ["%s"], drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers:
          openai: {type: openai, url: "%s", key: sk-provider, allow_private: true}
        routes:
          all: {models: ["*"], targets: [{provider: openai}]}
        """
            .formatted(KEY, providerUrl);
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    gateway = GatewayProcess.start(ConfigFile.of(doc).config(), OutputStream.nullOutputStream());
  }

  /// What a client takes for OpenAI's address.
  String url() {
    return gateway.url() + "/v1";
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.sluice.it.agents;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.Map;

/// A gateway in front of one provider.
final class AgentGateway implements AutoCloseable {
  static final String KEY = "sk-inbound";

  private static final String ALL_MODELS =
      """
      routes:
        all: {models: ["*"], targets: [{provider: %s}]}
      """;

  private final GatewayProcess gateway;

  /// In front of one that speaks OpenAI's dialects.
  static AgentGateway openAi(String providerUrl) throws CannotListen {
    return new AgentGateway("openai", "openai", providerUrl, ALL_MODELS.formatted("openai"));
  }

  private AgentGateway(String name, String type, String providerUrl, String routes)
      throws CannotListen {
    this(
        """
        providers:
          %s: {type: %s, url: "%s", key: sk-provider, allow_private: true}
        """
                .formatted(name, type, providerUrl)
            + routes);
  }

  private AgentGateway(String providersAndRoutes) throws CannotListen {
    String config =
        """
        server: {listen: "127.0.0.1:0", keys: ["%s"], drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        """
            .formatted(KEY);
    Doc doc = Doc.parse("sluice.yaml", config + providersAndRoutes, Map.of());
    gateway = GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
  }

  /// In front of one that speaks a single dialect, with a model of its own for every name.
  static AgentGateway of(Vendor vendor, ScriptedProvider provider) throws CannotListen {
    return new AgentGateway(vendor.config(provider.host()));
  }

  /// In front of one that speaks Anthropic's Messages.
  ///
  /// @param host its address without a version
  static AgentGateway anthropic(String host) throws CannotListen {
    return new AgentGateway("anthropic", "anthropic", host, ALL_MODELS.formatted("anthropic"));
  }

  /// In front of one that speaks Chat Completions alone.
  ///
  /// @param routes the section of the configuration, to a provider `openai`
  static AgentGateway chat(String providerUrl, String routes) throws CannotListen {
    return new AgentGateway("openai", "compatible", providerUrl, routes);
  }

  /// What a client takes for OpenAI's address.
  String url() {
    return gateway.url() + "/v1";
  }

  /// What a client takes for Anthropic's address.
  String host() {
    return gateway.url();
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

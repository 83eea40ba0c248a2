package dev.sluice.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.matrix.provider.PlayedProvider;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.config.yaml.Doc;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A gateway for each dialect, and a provider behind it that speaks that one alone, all in this
/// process, on free ports. Clients ask each for models of both vendors.
final class DialectGateways implements AutoCloseable {
  static final String MESSAGES = "messages";
  static final String CHAT = "chat";
  static final List<String> PROVIDERS = List.of(MESSAGES, CHAT);

  private static final String KEY = "sk-inbound";

  private static final String CONFIG =
      """
      server: {listen: "127.0.0.1:0", keys: ["sk-inbound"], drain: 1ms}
      admin: {listen: "127.0.0.1:0"}
      defaults: {retry: off, breaker: off}
      providers:
        vendor: {%s, key: sk-provider, allow_private: true}
      routes:
        claude: {models: ["claude-*"], targets: [{provider: vendor%s}]}
        gpt: {models: ["gpt-*"], targets: [{provider: vendor%s}]}
      """;

  private final List<GatewayProcess> gateways = new ArrayList<>();
  private final List<PlayedProvider> providers = new ArrayList<>();
  private final Map<String, String> urls = new LinkedHashMap<>();

  DialectGateways() throws IOException, CannotListen {
    PlayedProvider messages = provider(PlayedProvider.messages());
    String anthropic = "type: anthropic, url: \"" + messages.url() + "\"";
    start(MESSAGES, CONFIG.formatted(anthropic, "", ", model: claude-sonnet-4-6"));
    PlayedProvider chat = provider(PlayedProvider.chat());
    String compatible = "type: compatible, url: \"" + chat.url() + "/v1\"";
    start(CHAT, CONFIG.formatted(compatible, ", model: gpt-5-mini", ""));
  }

  private PlayedProvider provider(PlayedProvider provider) {
    providers.add(provider);
    return provider;
  }

  private void start(String dialect, String config) throws CannotListen {
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    GatewayProcess gateway =
        GatewayProcess.start(ConfigFile.of(doc).config(), OutputStream.nullOutputStream());
    gateways.add(gateway);
    urls.put(dialect, gateway.url());
  }

  /// What a client is told, one for each provider.
  List<Where> all() {
    return urls.entrySet().stream().map(e -> new Where(e.getKey(), e.getValue(), KEY)).toList();
  }

  /// What the providers have refused, but for lists of models, which they do not have.
  List<String> refused() {
    return providers.stream()
        .flatMap(provider -> provider.refused().stream())
        .filter(request -> !request.startsWith("/v1/models"))
        .toList();
  }

  /// A base URL, without a version, and a key.
  ///
  /// @param provider the dialect behind it
  record Where(String provider, String url, String key) {
    static String json(List<Where> all) {
      ArrayNode list = new ObjectMapper().createArrayNode();
      all.forEach(
          one ->
              list.addObject()
                  .put("provider", one.provider)
                  .put("url", one.url)
                  .put("key", one.key));
      return list.toString();
    }
  }

  @Override
  public void close() {
    gateways.forEach(DialectGateways::drain);
    providers.forEach(PlayedProvider::close);
  }

  private static void drain(GatewayProcess gateway) {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

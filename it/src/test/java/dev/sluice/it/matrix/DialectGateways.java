package dev.sluice.it.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.matrix.provider.PlayedProvider;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A gateway for each dialect, and a provider behind it that speaks that one alone, all in this
/// process, on free ports. Clients ask each for models of every vendor. What one client is refused
/// binds none of the others, which play beside it.
final class DialectGateways implements AutoCloseable {
  static final String MESSAGES = "messages";
  static final String CHAT = "chat";
  static final String RESPONSES = "responses";
  static final String GEMINI = "gemini";
  static final List<String> PROVIDERS = List.of(MESSAGES, CHAT, RESPONSES, GEMINI);

  private static final String KEY = "sk-inbound";

  private final List<GatewayProcess> gateways = new ArrayList<>();
  private final List<PlayedProvider> providers = new ArrayList<>();
  private final Map<String, String> urls = new LinkedHashMap<>();

  DialectGateways() throws IOException, CannotListen {
    start(MESSAGES, PlayedProvider.messages(), "type: anthropic, url: \"%s\"", "claude-sonnet-4-6");
    start(CHAT, PlayedProvider.chat(), "type: compatible, api: chat, url: \"%s/v1\"", "gpt-5-mini");
    start(
        RESPONSES,
        PlayedProvider.responses(),
        "type: compatible, api: responses, url: \"%s/v1\"",
        "gpt-5-mini");
    start(
        GEMINI,
        PlayedProvider.gemini(),
        "type: gemini, api: gemini, url: \"%s\"",
        "gemini-3-flash-preview");
  }

  private void start(String dialect, PlayedProvider provider, String type, String model)
      throws CannotListen {
    providers.add(provider);
    String config = config(type.formatted(provider.url()), model);
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    GatewayProcess gateway =
        GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
    gateways.add(gateway);
    urls.put(dialect, gateway.url());
  }

  private static String config(String provider, String model) {
    return """
    server: {listen: "127.0.0.1:0", keys: ["sk-inbound"], drain: 1ms}
    admin: {listen: "127.0.0.1:0"}
    defaults: {retry: off, breaker: off}
    providers:
      vendor: {%s, key: sk-provider, allow_private: true, limits: off}
    models: '{"models": [{"match": "gpt-5-mini", "thinks": true}]}'
    routes:
      own: {models: ["%s"], targets: [{provider: vendor}]}
      others: {models: ["*"], targets: [{provider: vendor, model: %s}]}
    """
        .formatted(provider, model, model);
  }

  /// What a client is told, one for each provider.
  List<Where> all() {
    return urls.entrySet().stream().map(e -> new Where(e.getKey(), e.getValue(), KEY)).toList();
  }

  /// What the providers have refused, but for lists of models, which they do not have.
  List<String> refused() {
    return providers.stream()
        .flatMap(provider -> provider.refused().stream())
        .filter(
            request -> !request.startsWith("/v1/models ") && !request.startsWith("/v1beta/models "))
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

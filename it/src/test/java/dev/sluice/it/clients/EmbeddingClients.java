package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.PreparedPython;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.dialect.Vector;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The vendors' own clients for Python, unchanged but for base URL and key, get the vectors of
/// providers of every form, and errors of their own types.
abstract class EmbeddingClients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIMENSIONS = 8;
  private static final String KEY = "key-of-the-client-0001";

  /// The end of the name of a model that no provider has.
  private static final String NONE = "-none";

  private static final List<String> TEXTS = List.of("one", "two ü\n");

  /// Types of providers, and where the simulator answers as they do.
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "compatible", "/v1",
          "gemini", "",
          "mistral", "/mistral/v1",
          "voyage", "/voyage/v1",
          "cohere", "");

  /// Clients that say that the texts are queries, and providers that take that.
  private static final List<String> SAYING = List.of("cohere", "voyageai");

  private static final List<String> TAKING = List.of("gemini", "voyage", "cohere");

  private static final Map<String, List<String>> NO_MODEL =
      Map.of(
          "openai", List.of("NotFoundError"),
          "google-genai", List.of("ClientError"),
          "cohere", List.of("NotFoundError"),
          "mistralai", List.of("SDKError", "MistralError"),
          "voyageai", List.of("InvalidRequestError", "APIError", "VoyageError"));

  @Test
  void each_vendors_client_embeds_with_providers_of_every_form() throws Exception {
    Simulator simulator = Simulator.start(Scenario.of(Model.named("m").dimensions(DIMENSIONS)), 0);
    GatewayProcess gateway = gateway(simulator.port());
    try (simulator) {
      List<String> models =
          PROVIDERS.keySet().stream()
              .sorted()
              .flatMap(p -> Stream.of(p + "/m", p + "/m" + NONE))
              .toList();
      for (JsonNode seen : ask(gateway, models)) {
        if (seen.path("model").asText().endsWith(NONE)) {
          assertThat(NO_MODEL.get(seen.path("client").asText()))
              .as(seen.toString())
              .contains(seen.path("error").asText());
        } else if (isUnnamed(seen)) {
          assertThat(seen.path("error").asText()).isEqualTo("ResponseValidationError");
        } else {
          assertThat(seen.path("error").asText()).as(seen.toString()).isEmpty();
          assertThat(vectors(seen)).as(seen.toString()).isEqualTo(expected(seen));
          assertThat(seen.path("tokens").isNull() || seen.path("tokens").asLong() > 0).isTrue();
        }
      }
    } finally {
      gateway.drainAndClose();
    }
  }

  /// Mistral's client reads no answer without a name, and OpenAI's answers, which pass as they are,
  /// have none.
  private static boolean isUnnamed(JsonNode seen) {
    return seen.path("client").asText().equals("mistralai")
        && seen.path("model").asText().startsWith("compatible/");
  }

  private static GatewayProcess gateway(int port) throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0", keys: ["%s"], drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        """
                .formatted(KEY)
            + PROVIDERS.entrySet().stream()
                .map(
                    one ->
                        "  %1$s: {type: %1$s, url: \"http://127.0.0.1:%2$d%3$s\", key: k, allow_private: true}\n"
                            .formatted(one.getKey(), port, one.getValue()))
                .collect(Collectors.joining("", "providers:\n", ""))
            + PROVIDERS.keySet().stream()
                .map("  %1$s: {models: [\"%1$s/*\"], targets: [{provider: %1$s}]}\n"::formatted)
                .collect(Collectors.joining("", "routes:\n", ""));
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    return GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
  }

  private static List<JsonNode> ask(GatewayProcess gateway, List<String> models) throws Exception {
    String told =
        JSON.writeValueAsString(Map.of("url", gateway.url(), "key", KEY, "models", models));
    String rows = PreparedPython.of("embeddings").run("embeddings/embed.py", List.of(told));
    List<JsonNode> seen = new ArrayList<>();
    for (String row : rows.lines().toList()) {
      seen.add(JSON.readTree(row));
    }
    assertThat(seen).hasSize(5 * models.size());
    return seen;
  }

  private static List<List<Float>> vectors(JsonNode seen) {
    List<List<Float>> vectors = new ArrayList<>();
    for (JsonNode vector : seen.path("vectors")) {
      List<Float> numbers = new ArrayList<>();
      vector.forEach(number -> numbers.add(Float.parseFloat(number.asText())));
      vectors.add(numbers);
    }
    return vectors;
  }

  /// Cohere is told that the texts are documents where a client says nothing.
  private static List<List<Float>> expected(JsonNode seen) throws Exception {
    String client = seen.path("client").asText();
    String provider = seen.path("model").asText().replace("/m", "");
    String unsaid = provider.equals("cohere") ? "document" : "";
    String task = SAYING.contains(client) && TAKING.contains(provider) ? "query" : unsaid;
    List<List<Float>> expected = new ArrayList<>();
    for (String text : TEXTS) {
      Bytes out = new Bytes(256);
      Vector.of(text, task, DIMENSIONS).decimals(out);
      List<Float> numbers = new ArrayList<>();
      JSON.readTree(out.array()).forEach(n -> numbers.add(Float.parseFloat(n.asText())));
      expected.add(numbers);
    }
    return expected;
  }
}

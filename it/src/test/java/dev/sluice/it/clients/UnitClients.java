package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.PreparedPython;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The clients of OpenAI, Cohere and Voyage for Python, unchanged but for base URL and key, get
/// reranks, speech, pictures and transcripts.
abstract class UnitClients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "key-of-the-client-0001";
  private static final int PICTURE = 1 << 20;

  @Test
  void each_client_reads_what_it_has_asked_for() throws Exception {
    Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
    GatewayProcess gateway = gateway(simulator.port());
    try (simulator) {
      ObjectNode seen = ask(gateway);
      assertThat(seen.path("wrong model").path("error").asText()).startsWith("NotFoundError");
      assertThat(seen.properties())
          .hasSize(21)
          .filteredOn(scene -> scene.getValue().has("error"))
          .extracting(Map.Entry::getKey)
          .containsExactly("wrong model");
      for (String scene :
          new String[] {
            "cohere open", "cohere cohere", "cohere voyage", "voyage cohere", "voyage voyage"
          }) {
        assertThat(seen.path(scene).path("order").toString()).as(scene).isEqualTo("[2,0]");
      }
      assertThat(seen.path("cohere cohere").path("units").asDouble()).isEqualTo(1);
      assertThat(seen.path("voyage voyage").path("tokens").asInt()).isPositive();
      for (String format : new String[] {"mp3", "opus", "aac", "flac", "wav"}) {
        assertThat(seen.path("speech " + format).path("bytes").asInt()).isEqualTo(500);
      }
      assertThat(seen.path("speech streamed").path("bytes").asInt()).isEqualTo(50_000);
      assertThat(seen.path("image").path("pictures").toString())
          .isEqualTo("[" + PICTURE + "," + PICTURE + "]");
      JsonNode events = seen.path("image streamed").path("events");
      assertThat(events).hasSize(3);
      assertThat(events.path(0).path(1).asInt()).isEqualTo(1024 * 1536);
      assertThat(events.path(2).path(0).asText()).isEqualTo("image_generation.completed");
      assertThat(seen.path("image edit").path("pictures").toString())
          .isEqualTo("[" + PICTURE + "]");
      assertThat(seen.path("transcription").path("text").asText()).isEqualTo("Guten Tag.");
      assertThat(seen.path("transcription text").path("text").asText()).contains("Guten Tag.");
      assertThat(seen.path("transcription streamed").path("events").toString())
          .isEqualTo("[\"transcript.text.delta\",\"transcript.text.done\"]");
      assertThat(seen.path("moderation").path("flagged").toString()).isEqualTo("[true]");
      assertThat(seen.path("moderation of a picture").path("flagged").toString())
          .isEqualTo("[false]");
      assertThat(seen.path("translation").path("text").asText()).isEqualTo("Good day.");
    } finally {
      gateway.drainAndClose();
    }
  }

  private static GatewayProcess gateway(int port) throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0", keys: ["%1$s"], drain: 1ms, max_body: 64MiB}
        admin: {listen: "127.0.0.1:0"}
        providers:
          open: {type: compatible, url: "http://127.0.0.1:%2$d/v1", key: k, allow_private: true}
          voyage: {type: voyage, url: "http://127.0.0.1:%2$d/voyage/v1", key: k, allow_private: true}
          cohere: {type: cohere, url: "http://127.0.0.1:%2$d", key: k, allow_private: true}
        routes:
          open: {models: ["open/*"], targets: [{provider: open}]}
          voyage: {models: ["voyage/*"], targets: [{provider: voyage}]}
          cohere: {models: ["cohere/*"], targets: [{provider: cohere}]}
        """
            .formatted(KEY, port);
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    return GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
  }

  private static ObjectNode ask(GatewayProcess gateway) throws Exception {
    String told = JSON.writeValueAsString(Map.of("url", gateway.url(), "key", KEY));
    String rows = PreparedPython.of("embeddings").run("units/units.py", List.of(told));
    ObjectNode seen = JSON.createObjectNode();
    for (String row : rows.lines().toList()) {
      JsonNode one = JSON.readTree(row);
      seen.set(one.path("scene").asText(), one);
    }
    return seen;
  }
}

package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Anthropic's client for Python, unchanged but for its base URL and key: straight, and through the
/// gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnthropicPython {
  private static final String CONFIG =
      """
      server: {listen: "127.0.0.1:0", keys: ["sk-inbound"], drain: 1ms}
      admin: {listen: "127.0.0.1:0"}
      defaults: {retry: off, breaker: off}
      providers:
        sim: {type: anthropic, api: messages, url: "PROVIDER", key: sk-provider, allow_private: true}
      routes:
        all: {models: ["*"], targets: [{provider: sim}]}
      """;

  private JsonNode straight = MissingNode.getInstance();
  private JsonNode through = MissingNode.getInstance();

  @BeforeAll
  void make_the_same_calls_straight_and_through() throws Exception {
    try (Simulator asked = simulator();
        Simulator behind = simulator()) {
      Doc doc = Doc.parse("sluice.yaml", CONFIG.replace("PROVIDER", host(behind)), Map.of());
      GatewayProcess gateway =
          GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
      try {
        JsonNode seen = calls(host(asked), "sk-provider", gateway.url(), "sk-inbound");
        straight = seen.path(0);
        through = seen.path(1);
      } finally {
        gateway.drainAndClose();
      }
    }
  }

  private static Simulator simulator() {
    return Simulator.start(Scenario.of(Model.named("m")).keys("sk-provider"), 0);
  }

  /// Its address without the version, which Anthropic's clients add.
  private static String host(Simulator simulator) {
    return simulator.url().replaceFirst("/v1$", "");
  }

  /// What the client sees at each of some addresses, with the key for it.
  private static JsonNode calls(String... addressesAndKeys) throws Exception {
    String told = PreparedPython.of("anthropic-2").run("messages.py", List.of(addressesAndKeys));
    return new ObjectMapper().readTree(told);
  }

  @Test
  void whole_answers_streams_and_two_rounds_of_tools_are_the_same() {
    for (String name : List.of("text", "stream", "tools", "beta", "count")) {
      assertThat(through.get(name)).as(name).isEqualTo(straight.get(name));
    }
    assertThat(straight.at("/tools/first/content").size()).isEqualTo(2);
    assertThat(straight.at("/tools/first/stop_reason").asText()).isEqualTo("tool_use");
  }

  @Test
  void models_are_listed_in_its_dialect() {
    assertThat(through.get("models").toString()).contains("\"m\"");
  }

  @Test
  void errors_are_of_its_own_types() {
    JsonNode errors = through.get("errors");
    for (String name : List.of("400", "404", "413", "422", "429", "529")) {
      assertThat(errors.get(name)).as(name).isEqualTo(straight.at("/errors/" + name));
    }
    assertThat(errors.get("500").get(2).asText()).isEqualTo("overloaded_error");
    assertThat(errors.get("no bound").get(2).asText()).isEqualTo("invalid_request_error");
    assertThat(errors.get("overloaded in a stream").get(2).asText()).isEqualTo("overloaded_error");
  }

  @Test
  void a_stream_that_breaks_off_is_an_error_to_it_and_never_an_answer() {
    JsonNode errors = through.get("errors");
    for (String name : List.of("cut", "an error behind the first words")) {
      assertThat(errors.get(name).isArray()).as(errors.get(name).toString()).isTrue();
    }
  }
}

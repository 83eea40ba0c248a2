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
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Official clients that were written for clouds: another base URL is all that they need, whichever
/// dialect the provider is asked in. Needs Python, and fails without it.
abstract class CloudClients {
  private static final String KEY = "sk-of-the-gateway-1234";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Play, List<String>> SAID = new HashMap<>();

  /// @param client a function of the program
  /// @param list the packages that it takes
  /// @param provider what the gateway's provider is
  record Play(String client, String list, String provider) {}

  static List<Play> plays() {
    return List.of(
        new Play("azure", "openai-3", "compatible"),
        new Play("vertex_claude", "anthropic-2", "compatible"),
        new Play("vertex_claude", "anthropic-2", "anthropic"),
        new Play("vertex_claude", "anthropic-2", "vertex-claude"),
        new Play("mantle", "anthropic-2", "vertex-claude"),
        new Play("mantle", "anthropic-2", "compatible"),
        new Play("vertex_gemini", "google-genai-3", "compatible"),
        new Play("vertex_gemini", "google-genai-3", "vertex"),
        new Play("azure", "openai-3", "vertex"));
  }

  @BeforeAll
  static void play() throws Exception {
    List<GatewayProcess> gateways = new ArrayList<>();
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0)) {
      Map<Play, String> urls = new HashMap<>();
      for (Play play : plays()) {
        GatewayProcess gateway = gateway(simulator, play.provider());
        gateways.add(gateway);
        urls.put(play, "http://127.0.0.1:" + gateway.address().getPort());
      }
      for (String list : plays().stream().map(Play::list).distinct().toList()) {
        run(list, urls);
      }
    } finally {
      for (GatewayProcess gateway : gateways) {
        gateway.drainAndClose();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plays")
  void a_client_of_a_cloud_needs_another_base_url_alone(Play play) {
    List<String> said = SAID.getOrDefault(play, List.of());
    assertThat(said).hasSizeBetween(2, 4).doesNotContain("");
    assertThat(said.subList(2, said.size()))
        .allMatch(word -> word.equals("True") || word.startsWith("2"));
  }

  private static GatewayProcess gateway(Simulator simulator, String provider) throws Exception {
    String at = "http://127.0.0.1:" + simulator.port();
    String kind =
        switch (provider) {
          case "vertex" -> "{type: vertex, url: '%s', project: p, key: k, %s}";
          case "vertex-claude" ->
              "{type: vertex, api: messages, url: '%s', project: p, key: k, %s}";
          case "anthropic" -> "{type: anthropic, url: '%s', key: k, %s}";
          default -> "{type: compatible, url: '%s/v1', %s}";
        };
    String config =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms, keys: [{name: test, key: %s}]}
        admin: {listen: "127.0.0.1:0"}
        providers:
          p: %s
          vectors: {type: compatible, url: '%s/v1', allow_private: true}
        routes:
          chats: {models: [m], targets: [{provider: p, model: m}, {provider: vectors, model: m}]}
        """
            .formatted(KEY, kind.formatted(at, "allow_private: true"), at);
    return GatewayProcess.start(
        ConfigFile.of(Doc.parse("sluice.yaml", config, Map.of("HOME", "/nowhere"))).config(),
        ProcessOptions.defaults()
            .logs(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
  }

  private static void run(String list, Map<Play, String> urls) throws Exception {
    List<Play> own = plays().stream().filter(play -> play.list().equals(list)).toList();
    List<String> arguments = new ArrayList<>(List.of(KEY));
    for (Play play : own) {
      arguments.add(play.client());
      arguments.add(urls.getOrDefault(play, ""));
    }
    String output = PreparedPython.of(list).run("clouds.py", arguments);
    for (String line : output.lines().toList()) {
      JsonNode said = JSON.readTree(line);
      SAID.computeIfAbsent(own.get(said.get(0).asInt()), _ -> new ArrayList<>())
          .add(said.get(1).asText());
    }
  }
}

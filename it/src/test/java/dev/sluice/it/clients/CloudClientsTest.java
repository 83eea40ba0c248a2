package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.Installed;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Official clients that were written for clouds: another base URL is all that they need, whichever
/// dialect the provider is asked in. Needs Python, and fails without it.
class CloudClientsTest {
  private static final String KEY = "sk-of-the-gateway-1234";

  @ParameterizedTest
  @CsvSource({
    "azure, openai-3, compatible",
    "vertex_claude, anthropic-2, compatible",
    "vertex_claude, anthropic-2, anthropic",
    "vertex_claude, anthropic-2, vertex-claude",
    "mantle, anthropic-2, vertex-claude",
    "mantle, anthropic-2, compatible",
    "vertex_gemini, google-genai-3, compatible",
    "vertex_gemini, google-genai-3, vertex",
    "azure, openai-3, vertex",
  })
  void a_client_of_a_cloud_needs_another_base_url_alone(String client, String list, String provider)
      throws Exception {
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0)) {
      GatewayProcess gateway = gateway(simulator, provider);
      String url = "http://127.0.0.1:" + gateway.address().getPort();
      List<String> said;
      try {
        said = run(Installed.python(list), client, url);
      } finally {
        gateway.drainAndClose();
      }
      assertThat(said).hasSizeBetween(2, 4).noneMatch(line -> line.equals("\"\""));
      assertThat(said.subList(2, said.size()))
          .allMatch(line -> line.equals("\"True\"") || line.startsWith("\"2"));
    }
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
        server: {listen: "127.0.0.1:0", keys: [{name: test, key: %s}]}
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

  private static List<String> run(String python, String client, String url) throws Exception {
    String program = Installed.PYTHON.resolve("clouds.py").toString();
    var process =
        new ProcessBuilder(python, program, client, url, KEY).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}

package dev.sluice.it.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.config.Stores;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway that runs the configuration of the chart as it is installed, but on ports that are
/// free, in front of a simulated provider: probes, and the first call as docs/deploy.md makes it.
class DeployPageTest {
  private static final Pattern SECTION =
      Pattern.compile("(?s)\n## Kubernetes\n.*?\n```\n(.*?)\n```\n");

  @TempDir private Path folder;

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("gpt-5-mini")), 0);
  private final Manifests rendered = Chart.render("sluice");
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    ExampleConfiguration configuration =
        ExampleConfiguration.of(here(rendered.configuration()), folder);
    Path file = Files.writeString(folder.resolve("sluice.yaml"), configuration.text());
    Loaded loaded = Loaded.from(Optional.of(file.toString()), configuration.env());
    Stores.Opened store =
        Stores.open(loaded.config().store(), loaded.config().money().zone()).await().orElseThrow();
    ProcessParts parts =
        new ProcessParts(
            Optional.empty(), Optional.of(store.accounts()), Optional.of(store.ledger()));
    gateway = GatewayProcess.start(loaded.config(), ProcessOptions.defaults().parts(parts));
  }

  /// The configuration for this machine.
  private String here(String text) {
    return text.replaceAll("0\\.0\\.0\\.0:\\d+", "127.0.0.1:0")
        .replaceAll("drain_delay: \\d+s", "drain_delay: 0s")
        .replace("/var/lib/sluice", folder.resolve("data").toString())
        .replace(
            "type: openai,",
            "type: openai, allow_private: true, url: \"%s\",".formatted(simulator.url()));
  }

  @AfterEach
  void end() throws InterruptedException {
    gateway.drainAndClose();
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
  void the_probes_of_a_pod_are_answered_without_a_token(String probe) throws Exception {
    String path = rendered.container().path(probe).at("/httpGet/path").asText();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void the_first_call_is_made_as_the_page_says() throws Exception {
    Matcher section = SECTION.matcher(Files.readString(Path.of("..", "docs", "deploy.md")));
    assertThat(section.find()).isTrue();
    String commands = section.group(1);
    String calls =
        commands
            .substring(commands.indexOf("curl "))
            .replace("http://127.0.0.1:8680", gateway.adminUrl())
            .replace("http://127.0.0.1:8080", gateway.url());
    String auth = "AUTH='authorization: Bearer " + ExampleConfiguration.TOKEN + "'\n";
    assertThat(calls.lines().filter(line -> line.contains("curl "))).hasSize(3);
    assertThat(said("set -e\n" + auth + calls)).contains("\"object\":\"chat.completion\"");
  }

  private static String said(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}

package dev.sluice.it.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.prometheus.Prometheus.Result;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What `deploy/` has for Prometheus and Grafana, against a gateway and Prometheus themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path RULES = DEPLOY.resolve("prometheus");
  private static final Pattern ALERT =
      Pattern.compile("- alert: (\\w+)\n(.*?)(?=\n\n|\\z)", Pattern.DOTALL);

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final GatewayProcess gateway;

  PrometheusTest() throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0", drain: 5s}
        admin: {listen: "127.0.0.1:0"}
        providers:
          sim: {type: compatible, url: "%s", allow_private: true, limits: {m: {tpm: 100M}}}
        routes:
          all: {models: [m], targets: [{provider: sim, model: m}], cache: {ttl: 1h}}
        """
            .formatted(simulator.url());
    gateway =
        GatewayProcess.start(
            ConfigFile.of(Doc.parse("test.yaml", config, Map.of())).config(),
            ProcessOptions.defaults());
  }

  @AfterAll
  void end() throws InterruptedException {
    gateway.drainAndClose();
    simulator.close();
    client.close();
  }

  @Test
  void promtool_has_no_remark_about_any_metric() throws Exception {
    call(true);
    call(false);
    String metrics = get(gateway.adminUrl() + "/metrics");
    assertThat(metrics).contains("# HELP sluice_calls_asked_total ");
    assertThat(Prometheus.promtool(folder, metrics, "check", "metrics"))
        .isEqualTo(new Result(0, ""));
  }

  @Test
  void the_rules_are_in_order_and_each_alert_fires_and_rests_as_it_should() throws Exception {
    assertThat(Prometheus.promtool(RULES, "", "check", "rules", "rules.yml").output())
        .contains("success: 12 rules found");
    Result tests = Prometheus.promtool(RULES, "", "test", "rules", "rules_test.yml");
    assertThat(tests.output()).contains("success");
    assertThat(tests.code()).isZero();
  }

  @Test
  void each_alert_has_a_severity_a_summary_a_section_of_the_manual_and_a_test() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "alerts.md"));
    String tests = Files.readString(RULES.resolve("rules_test.yml"));
    var names = new ArrayList<String>();
    ALERT
        .matcher(Files.readString(RULES.resolve("rules.yml")))
        .results()
        .forEach(
            alert -> {
              String name = alert.group(1);
              names.add(name);
              assertThat(alert.group(2)).contains("severity:", "summary:");
              assertThat(alert.group(2))
                  .contains(
                      "runbook_url: '{{ or $externalLabels.sluice_docs"
                          + " \"https://sluice.example/docs\" }}/alerts.md#"
                          + name.toLowerCase(Locale.ROOT)
                          + "'");
              assertThat(manual).contains("\n## " + name + "\n");
              assertThat(tests).contains("alertname: " + name + "\n        exp_alerts:");
            });
    assertThat(names).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void each_panel_has_a_description_a_unit_and_a_data_source_that_can_be_chosen()
      throws IOException {
    JsonNode dashboard = dashboard();
    assertThat(dashboard.path("id").isNull()).isTrue();
    assertThat(dashboard.path("uid").asText()).isNotEmpty();
    for (JsonNode panel : panels(dashboard)) {
      assertThat(panel.path("description").asText()).isNotEmpty();
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotEmpty();
      assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
    }
  }

  @Test
  void each_panel_has_data_in_a_prometheus_that_scrapes_a_gateway() throws Exception {
    String target = gateway.adminUrl().substring("http://".length());
    try (Prometheus prometheus = Prometheus.start(folder, target)) {
      for (JsonNode panel : panels(dashboard())) {
        for (JsonNode query : panel.path("targets")) {
          String expression = plain(query.path("expr").asText());
          await(panel.path("title").asText() + ": " + expression)
              .pollInSameThread()
              .atMost(Duration.ofSeconds(60))
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(300))
              .until(() -> hasData(prometheus, expression));
        }
      }
    }
  }

  /// While calls go on: a rate needs two readings between which something was counted first.
  private boolean hasData(Prometheus prometheus, String expression) throws Exception {
    call(true);
    call(false);
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = MAPPER.readTree(get(prometheus.url() + "/api/v1/query?query=" + query));
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    return !answer.path("data").path("result").isEmpty();
  }

  private static String plain(String expression) {
    return expression.replace("$__rate_interval", "1m").replace("$instance", ".*");
  }

  private static JsonNode dashboard() throws IOException {
    return MAPPER.readTree(DEPLOY.resolve("grafana").resolve("sluice.json").toFile());
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    var panels = new ArrayList<JsonNode>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    assertThat(panels).hasSizeGreaterThan(30);
    return panels;
  }

  private void call(boolean stream) throws IOException, InterruptedException {
    String body =
        "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(stream);
    var request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String get(String url) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}

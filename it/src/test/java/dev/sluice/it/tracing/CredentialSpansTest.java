package dev.sluice.it.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.config.Traces;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spans of calls whose provider asks for a credential that ends: good ones, such as were sent once
/// more, and such as have failed.
@Timeout(60)
class CredentialSpansTest {
  private static final List<String> SECRETS =
      List.of(
          "sim-secret-", "sim-session-", "sim-token-", "PROOFMARK", "Signature=", "SIM1", "SIM2");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compatible | type: aws, service: bedrock, source: container",
        "vertex | type: google, source: metadata",
        "compatible | type: entra, source: managed",
        "compatible | type: openai, provider: i, account: s, token: google, endpoint:"
            + " 'http://127.0.0.1:PORT/oauth/token'",
      })
  void no_span_holds_anything_of_a_credential(String type, String auth) throws Exception {
    Credentials credentials = Credentials.living(Duration.ofHours(1));
    Scenario scenario = Scenario.of(Model.named("m")).credentials(credentials);
    try (Simulator simulator = Simulator.start(scenario, 0);
        Collector collector = new Collector(false);
        HttpClient client = HttpClient.newHttpClient()) {
      GatewayProcess gateway = gateway(simulator, collector, type, auth);
      assertThat(status(client, gateway)).isEqualTo(200);
      simulator.issued().revoke();
      assertThat(status(client, gateway)).as("renewed").isEqualTo(200);
      simulator.issued().revoke();
      assertThat(status(client, gateway)).isGreaterThanOrEqualTo(400);
      gateway.drainAndClose();
      assertThat(collector.spans()).hasSizeGreaterThanOrEqualTo(6);
      assertThat(collector.spans().toString() + collector.resource()).doesNotContain(SECRETS);
    }
  }

  private static GatewayProcess gateway(
      Simulator simulator, Collector collector, String type, String auth) throws Exception {
    String at = "http://127.0.0.1:" + simulator.port();
    String kind =
        type.equals("vertex")
            ? "vertex, project: p, location: eu, url: \"" + at + "\""
            : type + ", url: \"" + at + "/v1\"";
    String text =
        """
        server: {listen: "127.0.0.1:0", drain: 5s}
        admin: {listen: "127.0.0.1:0"}
        otel: {endpoint: "%s", sample: 100%%}
        providers:
          p: {type: %s, allow_private: true, auth: {%s}}
        routes:
          all: {models: [m], targets: [{provider: p, model: m}]}
        """
            .formatted(collector.url(), kind, auth.replace("PORT", simulator.port() + ""));
    return GatewayProcess.start(
        ConfigFile.of(Doc.parse("test.yaml", text, environment(at, simulator.port()))).config(),
        ProcessOptions.defaults()
            .logs(OutputStream.nullOutputStream(), OutputStream.nullOutputStream())
            .parts(
                new ProcessParts(
                    Optional.of(Traces.follow(Map.of())), Optional.empty(), Optional.empty())));
  }

  private static Map<String, String> environment(String at, int port) {
    return Map.of(
        "HOME",
        "/nowhere",
        "AWS_REGION",
        "us-east-1",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        at + "/v2/credentials/x",
        "GCE_METADATA_HOST",
        "127.0.0.1:" + port,
        "IDENTITY_ENDPOINT",
        at + "/msi/token",
        "IDENTITY_HEADER",
        "PROOFMARK-identity");
  }

  private static int status(HttpClient client, GatewayProcess gateway) throws Exception {
    String body = "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}

package dev.sluice.it.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the values of the chart change in what is rendered.
class ChartOptionsTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final String RESTARTS = "/spec/template/metadata/annotations/checksum~1config";

  @TempDir private Path folder;

  private Manifests with(String values) throws IOException {
    return Chart.render("sluice", Files.writeString(folder.resolve("values.yaml"), values));
  }

  @Test
  void one_gateway_keeps_its_accounts_on_a_volume() {
    JsonNode set = Chart.example("sqlite.yaml").only("StatefulSet");
    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(1);
    JsonNode claim = set.at("/spec/volumeClaimTemplates/0");
    assertThat(Manifests.name(claim)).isEqualTo("data");
    assertThat(claim.at("/spec/accessModes/0").asText()).isEqualTo("ReadWriteOnce");
    assertThat(claim.at("/spec/resources/requests/storage").asText()).isEqualTo("10Gi");
    assertThat(claim.at("/spec").has("storageClassName")).isFalse();
  }

  @Test
  void three_gateways_have_a_volume_each_and_are_taken_away_one_by_one() {
    Manifests rendered = Chart.example("postgres.yaml");
    JsonNode spec = rendered.only("StatefulSet").path("spec");
    assertThat(spec.path("replicas").asInt()).isEqualTo(3);
    assertThat(spec.path("volumeClaimTemplates")).hasSize(1);
    assertThat(spec.at("/updateStrategy/type").asText()).isEqualTo("RollingUpdate");
    assertThat(spec.path("minReadySeconds").asInt()).isPositive();
    assertThat(rendered.pod().path("terminationGracePeriodSeconds").asInt())
        .isEqualTo(5 + 120 + 20);
    JsonNode disruption = rendered.only("PodDisruptionBudget").path("spec");
    assertThat(disruption.path("maxUnavailable").asInt()).isEqualTo(1);
    assertThat(rendered.pod().at("/topologySpreadConstraints/0/topologyKey").asText())
        .isEqualTo("kubernetes.io/hostname");
  }

  @Test
  void variables_come_from_secrets_and_no_secret_is_made() {
    Manifests rendered = Chart.example("sqlite.yaml");
    JsonNode from = rendered.container().path("envFrom");
    assertThat(from).hasSize(1);
    assertThat(from.at("/0/secretRef/name").asText()).isEqualTo("sluice");
    assertThat(rendered.container().has("env")).isFalse();
    assertThat(rendered.all("Secret")).isEmpty();
  }

  @Test
  void files_of_secrets_are_where_the_configuration_looks_for_them() {
    Manifests rendered = Chart.example("watched.yaml");
    JsonNode mount = rendered.container().at("/volumeMounts/3");
    assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/sluice-secrets/sluice-files");
    assertThat(rendered.configuration()).contains("${file:" + mount.path("mountPath").asText());
    JsonNode volume = rendered.pod().at("/volumes/2");
    assertThat(volume.path("name")).isEqualTo(mount.path("name"));
    assertThat(volume.at("/secret/secretName").asText()).isEqualTo("sluice-files");
    assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0440);
    assertThat(rendered.container().has("envFrom")).isFalse();
  }

  @Test
  void a_gateway_that_takes_tokens_of_its_cluster_gets_one_to_read_the_keys_with()
      throws IOException {
    Manifests plain = with("");
    assertThat(plain.pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(plain.pod().path("volumes").toString()).doesNotContain("serviceAccountToken");
    String configuration =
        Chart.example("sqlite.yaml").configuration()
            + "auth: {jwt: {issuers: {cluster: {preset: kubernetes, audience: [sluice]%s}}}}\n";
    Manifests rendered = with("config: |\n" + configuration.formatted("").indent(2));
    assertThat(rendered.pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
    JsonNode mount = rendered.container().at("/volumeMounts/3");
    assertThat(mount.path("mountPath").asText())
        .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(mount.path("readOnly").asBoolean()).isTrue();
    JsonNode sources = rendered.pod().at("/volumes/2/projected/sources");
    assertThat(sources.at("/0/serviceAccountToken/path").asText()).isEqualTo("token");
    assertThat(sources.at("/1/configMap/items/0/path").asText()).isEqualTo("ca.crt");
    Manifests elsewhere =
        with(
            "config: |\n"
                + configuration.formatted(", jwks: 'https://keys.example.com'").indent(2));
    assertThat(elsewhere.pod().path("volumes").toString()).doesNotContain("serviceAccountToken");
  }

  @Test
  void a_change_of_the_configuration_restarts_pods_that_do_not_watch_it() throws IOException {
    JsonNode before = with("").only("StatefulSet").at(RESTARTS);
    String changed = Chart.example("sqlite.yaml").only("StatefulSet").at(RESTARTS).asText();
    assertThat(before.asText()).hasSize(64).isNotEqualTo(changed);
    assertThat(Chart.example("watched.yaml").only("StatefulSet").at(RESTARTS).isMissingNode())
        .isTrue();
  }

  @Test
  void what_prometheus_and_grafana_take_is_not_there_unless_it_is_asked_for() throws IOException {
    assertThat(with("").objects())
        .extracting(object -> object.path("kind").asText())
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget", "ConfigMap", "Service", "Service", "StatefulSet");
    assertThat(Chart.example("stateless.yaml").all("PodDisruptionBudget")).isEmpty();
  }

  @Test
  void the_monitor_reads_each_gateways_metrics_with_a_token() {
    Manifests rendered = Chart.example("monitored.yaml");
    JsonNode monitor = rendered.only("ServiceMonitor");
    assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("kube-prometheus-stack");
    JsonNode selector = monitor.at("/spec/selector/matchLabels");
    assertThat(rendered.all("Service"))
        .filteredOn(
            service ->
                service.at("/metadata/labels").properties().containsAll(selector.properties()))
        .singleElement()
        .satisfies(
            nodes -> {
              assertThat(Manifests.name(nodes)).isEqualTo("sluice-nodes");
              assertThat(nodes.at("/spec/ports/0/name").asText())
                  .isEqualTo(monitor.at("/spec/endpoints/0/port").asText());
            });
    JsonNode endpoint = monitor.at("/spec/endpoints/0");
    assertThat(endpoint.path("path").asText()).isEqualTo("/metrics");
    JsonNode token = endpoint.at("/authorization/credentials");
    assertThat(token.path("name").asText()).isEqualTo("sluice");
    assertThat(token.path("key").asText()).isEqualTo("SLUICE_METRICS_TOKEN");
    assertThat(endpoint.has("scheme")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitored.yaml", "watched.yaml"})
  void the_token_of_the_monitor_may_read_and_nothing_else(String example) {
    Manifests rendered = Chart.example(example);
    String key =
        rendered
            .only("ServiceMonitor")
            .at("/spec/endpoints/0/authorization/credentials/key")
            .asText();
    JsonNode admin = Manifests.documents(rendered.configuration()).getFirst().path("admin");
    assertThat(admin.path("token").asText()).doesNotContain(key);
    assertThat(admin.path("tokens").valueStream())
        .filteredOn(token -> token.path("token").asText().contains(key))
        .singleElement()
        .satisfies(token -> assertThat(token.path("role").asText("viewer")).isEqualTo("viewer"));
  }

  @Test
  void probes_and_the_monitor_speak_tls_where_the_admin_listener_does() throws IOException {
    Manifests rendered = with(secured("admin"));
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(rendered.container().path(probe).at("/httpGet/scheme").asText())
          .as(probe)
          .isEqualTo("HTTPS");
    }
    JsonNode endpoint = rendered.only("ServiceMonitor").at("/spec/endpoints/0");
    assertThat(endpoint.path("scheme").asText()).isEqualTo("https");
    assertThat(endpoint.at("/tlsConfig/serverName").asText()).isEqualTo("sluice");
    assertThat(protocol(rendered)).isEqualTo("http");
  }

  @Test
  void the_service_says_that_clients_speak_tls_where_the_listener_does() throws IOException {
    Manifests rendered = with(secured("server"));
    assertThat(protocol(rendered)).isEqualTo("https");
    assertThat(rendered.container().at("/readinessProbe/httpGet").has("scheme")).isFalse();
    assertThat(protocol(Chart.example("sqlite.yaml"))).isEqualTo("http");
    assertThat(rendered.container().at("/volumeMounts/3/mountPath").asText())
        .isEqualTo("/etc/sluice-secrets/sluice-tls");
  }

  private static String protocol(Manifests rendered) {
    return rendered.one("Service", "sluice").at("/spec/ports/0/appProtocol").asText();
  }

  /// Values whose listener of that name speaks TLS.
  private static String secured(String listener) {
    String folder = "/etc/sluice-secrets/sluice-tls/";
    String tls =
        ", tls: {certificates: [{cert: %stls.crt, key: %stls.key}]}".formatted(folder, folder);
    return """
        secrets: {variables: [sluice], files: [sluice-tls]}
        serviceMonitor: {enabled: true, tlsConfig: {serverName: sluice}}
        config: |
          server: {listen: "0.0.0.0:8080", drain_delay: 5s%s}
          admin: {listen: "0.0.0.0:8680", token: "${env:A}"%s}
        """
        .formatted(listener.equals("server") ? tls : "", listener.equals("admin") ? tls : "");
  }

  @Test
  void the_rules_and_the_dashboard_are_those_of_this_repository() throws IOException {
    Manifests rendered = Chart.example("monitored.yaml");
    String rules = Files.readString(DEPLOY.resolve("prometheus/rules.yml"));
    assertThat(rendered.only("PrometheusRule").path("spec"))
        .isEqualTo(Manifests.documents(rules).getFirst());
    JsonNode dashboard = rendered.one("ConfigMap", "sluice-dashboard");
    assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(dashboard.at("/data/sluice.json").asText())
        .isEqualToIgnoringNewLines(Files.readString(DEPLOY.resolve("grafana/sluice.json")));
  }

  @Test
  void pods_go_where_they_are_told_to() {
    Manifests rendered = Chart.example("stateless.yaml");
    JsonNode pod = rendered.pod();
    assertThat(pod.at("/nodeSelector/kubernetes.io~1arch").asText()).isEqualTo("amd64");
    assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("gateways");
    assertThat(pod.path("priorityClassName").asText()).isEqualTo("gateways");
    assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry-login");
    assertThat(pod.at("/volumes/2/emptyDir").isObject()).isTrue();
    assertThat(rendered.only("StatefulSet").path("spec").has("volumeClaimTemplates")).isFalse();
    JsonNode clients = rendered.one("Service", "sluice").path("spec");
    assertThat(clients.path("type").asText()).isEqualTo("LoadBalancer");
    assertThat(clients.at("/ports/0/port").asInt()).isEqualTo(80);
  }

  @Test
  void helm_says_where_the_gateways_are_and_what_is_lost_without_a_volume() {
    assertThat(Chart.said("stateless.yaml"))
        .contains("http://sluice.gateways:80/v1", "statefulset/sluice 8680", "There is no volume");
    assertThat(Chart.said("sqlite.yaml")).doesNotContain("There is no volume");
  }

  @Test
  void half_a_second_of_a_drain_counts_as_a_whole_one() {
    assertThat(Chart.example("stateless.yaml").pod().path("terminationGracePeriodSeconds").asInt())
        .isEqualTo(2 + 10 + 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{repository: r.example/sluice} | r.example/sluice:0.1.0",
        "{tag: rc-1} | sluice:rc-1",
        "{tag: \"sha256:abc\"} | sluice@sha256:abc"
      })
  void an_image_has_a_tag_or_a_digest(String value, String image) throws IOException {
    assertThat(with("image: " + value).container().path("image").asText()).isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "sluice, sluice",
    "sluice-eu, sluice-eu",
    "prod, prod-sluice",
    "a-release-whose-name-is-as-long-as-helm-takes-one-53,"
        + " a-release-whose-name-is-as-long-as-helm-takes"
  })
  void all_is_called_by_the_release_and_no_name_is_too_long(String release, String name) {
    assertThat(Chart.render(release).objects())
        .extracting(Manifests::name)
        .contains(name, name + "-nodes")
        .allSatisfy(each -> assertThat(each).startsWith(name).hasSizeLessThanOrEqualTo(52));
  }
}

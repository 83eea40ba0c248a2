package dev.sluice.it.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of the chart with each of the examples of values. Needs Python for the schemas.
class ChartTest {
  private static final Duration AFTER_THE_CALLS = Duration.ofSeconds(10);
  private static final String NOBODY = "65532";
  private static final Pattern POD = Pattern.compile("(?s)```yaml\n(apiVersion.*?)```");

  @TempDir private Path folder;

  static List<String> examples() throws IOException {
    return Chart.examples();
  }

  @Test
  void kubernetes_takes_each_object_by_its_schema() throws Exception {
    assertThat(examples()).hasSize(6);
    var all = new StringBuilder();
    for (String example : examples()) {
      all.append(Chart.example(example).yaml()).append("\n---\n");
    }
    for (String version : List.of(KubernetesSchemas.OLDEST, KubernetesSchemas.NEWEST)) {
      assertThat(KubernetesSchemas.problems(version, all.toString())).as(version).isEmpty();
    }
  }

  @Test
  void the_pod_by_which_the_page_restores_a_store_fits_the_release() throws Exception {
    Matcher pod = POD.matcher(Files.readString(Path.of("..", "docs", "deploy.md")));
    assertThat(pod.find()).isTrue();
    assertThat(KubernetesSchemas.problems(KubernetesSchemas.NEWEST, pod.group(1))).isEmpty();
    JsonNode spec = Manifests.documents(pod.group(1)).getFirst().path("spec");
    Manifests rendered = Chart.example("sqlite.yaml");
    JsonNode set = rendered.only("StatefulSet");
    assertThat(named(spec.path("volumes"), "data").at("/persistentVolumeClaim/claimName").asText())
        .isEqualTo(
            Manifests.name(set.at("/spec/volumeClaimTemplates/0"))
                + "-"
                + Manifests.name(set)
                + "-0");
    assertThat(named(spec.path("volumes"), "config").at("/configMap/name"))
        .isEqualTo(named(rendered.pod().path("volumes"), "config").at("/configMap/name"));
    for (JsonNode mount : spec.at("/containers/0/volumeMounts")) {
      assertThat(mount.path("mountPath"))
          .isEqualTo(
              named(rendered.container().path("volumeMounts"), mount.path("name").asText())
                  .path("mountPath"));
    }
    assertThat(spec.at("/securityContext/fsGroup").asText()).isEqualTo(NOBODY);
  }

  @Test
  void a_member_that_kubernetes_does_not_know_would_be_found() throws Exception {
    String yaml = Chart.example("sqlite.yaml").yaml().replace("readinessProbe:", "readyProbe:");
    assertThat(KubernetesSchemas.problems(KubernetesSchemas.NEWEST, yaml))
        .singleElement()
        .asString()
        .startsWith("StatefulSet sluice: ")
        .contains("'readyProbe' was unexpected");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void the_gateway_takes_the_configuration_and_listens_where_the_pod_is_reached(String example) {
    Manifests rendered = Chart.example(example);
    SluiceConfig config = ExampleConfiguration.of(rendered.configuration(), folder).read().config();
    assertThat(port(rendered, "calls")).isEqualTo(config.server().listen().getPort());
    assertThat(port(rendered, "admin")).isEqualTo(config.admin().listen().getPort());
    assertThat(config.server().listen().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(config.admin().listen().getAddress().isAnyLocalAddress()).isTrue();
  }

  private static int port(Manifests rendered, String name) {
    return named(rendered.container().path("ports"), name).path("containerPort").asInt();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_pod_has_longer_for_its_end_than_the_gateway_takes(String example) {
    Manifests rendered = Chart.example(example);
    JsonNode server = Manifests.documents(rendered.configuration()).getFirst().path("server");
    Duration delay = duration(server.path("drain_delay").asText());
    Duration end = delay.plus(duration(server.path("drain").asText("60s")));
    long grace = rendered.pod().path("terminationGracePeriodSeconds").asLong();
    assertThat(delay).isPositive();
    assertThat(Duration.ofSeconds(grace)).isGreaterThanOrEqualTo(end.plus(AFTER_THE_CALLS));
  }

  private static Duration duration(String text) {
    String number = text.replaceAll("[a-z]+$", "");
    long amount = Long.parseLong(number);
    return switch (text.substring(number.length())) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> throw new IllegalArgumentException(text);
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void kubernetes_asks_the_gateway_how_it_is(String example) {
    JsonNode container = Chart.example(example).container();
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/startupz");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/livez");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("admin");
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_pod_may_do_nothing_that_it_does_not_need(String example) {
    Manifests rendered = Chart.example(example);
    JsonNode pod = rendered.pod();
    JsonNode all = pod.path("securityContext");
    assertThat(all.path("runAsNonRoot").asBoolean()).isTrue();
    for (String id : List.of("runAsUser", "runAsGroup", "fsGroup")) {
      assertThat(all.path(id).asText()).as(id).isEqualTo(NOBODY);
    }
    assertThat(all.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    JsonNode own = rendered.container().path("securityContext");
    assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_the_gateway_writes_is_on_volumes(String example) {
    JsonNode mounts = Chart.example(example).container().path("volumeMounts");
    assertThat(elements(mounts).filter(mount -> !mount.path("readOnly").asBoolean()))
        .extracting(mount -> mount.path("mountPath").asText())
        .containsExactly("/var/lib/sluice", "/tmp");
    assertThat(elements(mounts)).noneMatch(mount -> mount.has("subPath"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void memory_has_one_size_and_the_cpu_no_limit(String example) {
    JsonNode resources = Chart.example(example).container().path("resources");
    assertThat(resources.path("limits").properties()).hasSize(1);
    assertThat(resources.at("/limits/memory").asText())
        .isEqualTo(resources.at("/requests/memory").asText())
        .isIn("1Gi", "512Mi");
    assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void each_selector_finds_the_pods_and_each_port_is_theirs(String example) {
    Manifests rendered = Chart.example(example);
    JsonNode labels = rendered.only("StatefulSet").at("/spec/template/metadata/labels");
    Stream.of(
            rendered.all("Service").stream().map(one -> one.at("/spec/selector")),
            rendered.all("PodDisruptionBudget").stream()
                .map(one -> one.at("/spec/selector/matchLabels")),
            rendered.all("StatefulSet").stream().map(one -> one.at("/spec/selector/matchLabels")))
        .flatMap(selectors -> selectors)
        .forEach(selector -> assertThat(labels.properties()).containsAll(selector.properties()));
    for (JsonNode service : rendered.all("Service")) {
      for (JsonNode port : service.at("/spec/ports")) {
        assertThat(port(rendered, port.path("targetPort").asText())).isPositive();
      }
    }
    String nodes = rendered.only("StatefulSet").at("/spec/serviceName").asText();
    assertThat(rendered.one("Service", nodes).at("/spec/clusterIP").asText()).isEqualTo("None");
  }

  private static JsonNode named(JsonNode list, String name) {
    return elements(list)
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}

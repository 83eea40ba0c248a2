package dev.sluice.it.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `deploy/compose` has. No container is started here.
class ComposeTest {
  private static final Path FOLDER = Path.of("..", "deploy", "compose");

  /// For the ledger.
  private static final Duration AFTER_THE_CALLS = Duration.ofSeconds(10);

  private static final Pattern DATA = Pattern.compile("String DATA = \"([^\"]+)\"");

  private static final Pattern WRITTEN =
      Pattern.compile("(?s)cat >sluice[.]yaml <<'END'\n(.*?)\nEND\n");

  @TempDir private Path folder;

  private static JsonNode file(String name) throws IOException {
    return Manifests.documents(Files.readString(FOLDER.resolve(name))).getFirst();
  }

  private static JsonNode service(String name) throws IOException {
    return file("compose.yaml").path("services").path(name);
  }

  @Test
  void the_gateway_may_do_nothing_that_it_does_not_need() throws IOException {
    JsonNode sluice = service("sluice");
    assertThat(sluice.path("user").asText()).isEqualTo("65532:65532");
    assertThat(sluice.path("read_only").asBoolean()).isTrue();
    assertThat(sluice.at("/cap_drop/0").asText()).isEqualTo("ALL");
    assertThat(sluice.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
    assertThat(sluice.path("image").asText()).isEqualTo("sluice:${SLUICE_VERSION:-0.1.0}");
    assertThat(sluice.has("profiles")).isFalse();
  }

  @Test
  void nothing_is_open_to_other_machines() throws IOException {
    for (Entry<String, JsonNode> service : file("compose.yaml").path("services").properties()) {
      for (JsonNode port : service.getValue().path("ports")) {
        assertThat(port.asText()).as(service.getKey()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void each_file_that_is_mounted_is_there() throws IOException {
    int mounted = 0;
    for (JsonNode service : file("compose.yaml").path("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String plain = volume.asText().replace("${CONFIG:-sluice.yaml}", "sluice.yaml");
        String from = plain.substring(0, plain.indexOf(':'));
        if (from.startsWith(".")) {
          assertThat(FOLDER.resolve(from)).isRegularFile();
          mounted++;
        }
      }
    }
    assertThat(mounted).isEqualTo(6);
  }

  /// A new volume belongs to the owner of the image's folder, and one at another place to root.
  @Test
  void a_volume_is_where_the_image_has_a_folder_for_it() throws IOException {
    Path dist = Path.of("..", "dist");
    Matcher data =
        DATA.matcher(Files.readString(dist.resolve("src/main/java/dev/sluice/dist/Image.java")));
    assertThat(data.find()).isTrue();
    String place = data.group(1);
    assertThat(service("sluice").path("volumes").valueStream().map(JsonNode::asText))
        .contains("data:" + place);
    for (String example : Chart.examples()) {
      assertThat(Chart.example(example).container().path("volumeMounts").valueStream())
          .filteredOn(mount -> mount.path("name").asText().equals("data"))
          .singleElement()
          .satisfies(mount -> assertThat(mount.path("mountPath").asText()).isEqualTo(place));
    }
    assertThat(Files.readString(dist.resolve("package")))
        .contains("," + place.substring(1) + "}", "::" + place + ":");
    assertThat(Files.readString(Path.of("..", "docs", "deploy.md")))
        .contains("-v sluice-data:" + place + " ");
  }

  @Test
  void prometheus_has_a_token_that_may_read_and_nothing_else() throws IOException {
    assertThat(file("compose.yaml").at("/secrets/metrics_token/environment").asText())
        .isEqualTo("SLUICE_METRICS_TOKEN");
    for (String name : List.of("sluice.yaml", "sluice.postgres.yaml")) {
      JsonNode admin = file(name).path("admin");
      assertThat(admin.path("token").asText()).isEqualTo("${env:SLUICE_ADMIN_TOKEN}");
      assertThat(admin.path("tokens")).hasSize(1);
      assertThat(admin.at("/tokens/0/token").asText()).isEqualTo("${env:SLUICE_METRICS_TOKEN}");
      assertThat(admin.at("/tokens/0/role").asText()).isEqualTo("viewer");
    }
    assertThat(file("compose.yaml").at("/services/prometheus/secrets")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"sluice.yaml, false", "sluice.postgres.yaml, true"})
  void the_gateway_takes_both_configurations_and_has_time_for_its_end(String name, boolean shared)
      throws IOException {
    String text = Files.readString(FOLDER.resolve(name));
    SluiceConfig config = ExampleConfiguration.of(text, folder).read().config();
    assertThat(config.store().orElseThrow().path()).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(config.store().orElseThrow().url().isPresent()).isEqualTo(shared);
    assertThat(service("sluice").at("/ports/0").asText())
        .endsWith(":" + config.server().listen().getPort());
    assertThat(service("sluice").at("/ports/1").asText())
        .endsWith(":" + config.admin().listen().getPort());
    Duration grace = Duration.parse("PT" + service("sluice").path("stop_grace_period").asText());
    ServerConfig.Drain drain = config.server().drain();
    assertThat(grace)
        .isGreaterThanOrEqualTo(drain.delay().plus(drain.patience()).plus(AFTER_THE_CALLS));
  }

  /// That of the page's lines, by which a container is run without compose.
  @Test
  void a_container_alone_is_reached_with_the_configuration_of_the_page() throws IOException {
    Matcher file = WRITTEN.matcher(Files.readString(Path.of("..", "docs", "deploy.md")));
    assertThat(file.find()).isTrue();
    SluiceConfig config = ExampleConfiguration.of(file.group(1), folder).read().config();
    assertThat(config.server().listen().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(config.admin().listen().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(config.store().orElseThrow().path()).isEqualTo(Path.of("/var/lib/sluice"));
  }

  @Test
  void a_key_of_each_provider_and_nothing_else_reaches_the_gateway() throws IOException {
    JsonNode environment = service("sluice").path("environment");
    assertThat(environment.properties())
        .filteredOn(variable -> variable.getValue().isNull())
        .extracting(Entry::getKey)
        .hasSize(10)
        .allSatisfy(name -> assertThat(name).endsWith("_API_KEY"));
    assertThat(environment.path("SLUICE_STORE_URL").asText())
        .startsWith("jdbc:postgresql://postgres:5432/")
        .endsWith("password=${POSTGRES_PASSWORD:-}");
  }

  @Test
  void prometheus_and_grafana_are_wired_to_what_they_show() throws IOException {
    JsonNode scrape = file("prometheus.yml").at("/scrape_configs/0");
    assertThat(scrape.path("job_name").asText()).isEqualTo("sluice");
    assertThat(scrape.at("/static_configs/0/targets/0").asText()).isEqualTo("sluice:8680");
    assertThat(scrape.at("/authorization/credentials_file").asText())
        .isEqualTo("/run/secrets/" + service("prometheus").at("/secrets/0").asText());
    assertThat(file("grafana.datasources.yaml").at("/datasources/0/url").asText())
        .isEqualTo("http://prometheus:9090");
    assertThat(file("grafana.dashboards.yaml").at("/providers/0/options/path").asText())
        .isEqualTo("/var/lib/grafana/dashboards");
  }
}

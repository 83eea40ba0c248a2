package dev.sluice.it.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each value of the chart does, and how a wrong one is told.
class ChartValuesTest {
  private static final String TOKEN = "${env:SLUICE_ADMIN_TOKEN}";

  @TempDir private Path folder;

  private Manifests with(String values) throws IOException {
    return Chart.render("sluice", Files.writeString(folder.resolve("values.yaml"), values));
  }

  private void assertRefused(String values, String... words) {
    assertThatIllegalStateException()
        .isThrownBy(() -> with(values))
        .satisfies(refused -> assertThat(refused).hasMessageContainingAll(words));
  }

  /// Values with this configuration, whose quotes are single ones.
  private static String config(String... lines) {
    return "config: |\n  " + String.join("\n  ", lines).replace('\'', '"') + "\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "replicas: two | /replicas | got string, want integer",
        "replicas: 1.5 | /replicas | got number, want integer",
        "replicas: -1 | /replicas | minimum",
        "config: {server: {}} | /config | got object, want string",
        "image: sluice | /image | got string, want object",
        "image: {tag: 1.0} | /image/tag | got number, want string",
        "image: {pullPolicy: Sometimes} | /image/pullPolicy | 'Always', 'IfNotPresent', 'Never'",
        "resources: {memory: 1024} | /resources/memory | got number, want string",
        "resources: {memory: 1GB} | /resources/memory | pattern",
        "resources: {limits: {cpu: 1}} | /resources | 'limits' not allowed",
        "secrets: {variables: sluice} | /secrets/variables | got string, want array",
        "secrets: {variables: [A_B]} | /secrets/variables/0 | pattern",
        "volume: {enabled: 'on'} | /volume/enabled | got string, want boolean",
        "service: {port: http} | /service/port | got string, want integer",
        "service: {port: 70000} | /service/port | maximum",
        "serviceMonitor: {interval: 15} | /serviceMonitor/interval | got number, want string",
        "serviceMonitor: {token: {key: [a]}} | /serviceMonitor/token/key | got array, want string",
        "podDisruptionBudget: {enabled: 1} | /podDisruptionBudget/enabled | want boolean",
        "dashboard: true | /dashboard | got boolean, want object",
        "pod: {tolerations: {}} | /pod/tolerations | got object, want array",
        "pod: {labels: {a: 1}} | /pod/labels/a | got number, want string",
        "replica: 3 | additional properties | 'replica' not allowed"
      })
  void a_value_of_a_wrong_type_is_named_with_its_path(String values, String path, String problem) {
    assertRefused(values, path, problem);
  }

  @Test
  void every_value_has_a_type_and_everything_that_has_one_is_a_value() throws IOException {
    JsonNode schema = Manifests.documents(Files.readString(schema())).getFirst();
    JsonNode values =
        Manifests.documents(Files.readString(Chart.FOLDER.resolve("values.yaml"))).getFirst();
    Set<String> typed = new TreeSet<>();
    typed(schema, "", typed);
    Set<String> there = new TreeSet<>();
    there(schema, values, "", there);
    there.add("/global");
    assertThat(typed).isEqualTo(there);
  }

  private static Path schema() {
    return Chart.FOLDER.resolve("values.schema.json");
  }

  private static void typed(JsonNode schema, String path, Set<String> paths) {
    for (Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String at = path + "/" + member.getKey();
      paths.add(at);
      typed(member.getValue(), at, paths);
    }
  }

  /// Goes as deep as members have names of ours.
  private static void there(JsonNode schema, JsonNode values, String path, Set<String> paths) {
    for (Entry<String, JsonNode> member : values.properties()) {
      String at = path + "/" + member.getKey();
      paths.add(at);
      JsonNode of = schema.path("properties").path(member.getKey());
      if (of.has("properties")) {
        assertThat(of.path("additionalProperties").asBoolean(true)).as(at).isFalse();
        there(of, member.getValue(), at, paths);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "admin.token | admin: {token: abc}",
        "admin.tokens[1].token | admin: {tokens: [{token: '${env:A}'}, {name: b, token: c}]}",
        "server.keys[0] | server: {keys: [abc]}",
        "server.keys[0].key | server: {keys: [{name: a, key: abc}]}",
        "server.keys.list[0].key | server: {keys: {list: [{name: a, key: abc}]}}",
        "providers.p.key | providers: {p: {type: openai, key: sk-abc}}",
        "providers.p.keys[1] | providers: {p: {keys: ['${env:A}', sk-abc]}}",
        "providers.p.keys[0].key | providers: {p: {keys: [{key: sk-abc}]}}",
        "providers.p.keys[0].former[0] | providers: {p: {keys: [{former: [sk-abc]}]}}",
        "providers.p.proxy | providers: {p: {proxy: 'http://user:pass@proxy.example:3128'}}",
        "providers.p.proxy | providers: {p: {proxy: 'socks5://user:pass@${env:PROXY}:1080'}}",
        "providers.p.headers.x-key | providers: {p: {headers: {x-a: '${env:A}', x-key: abc}}}",
        "providers.p.tls.key | providers: {p: {tls: {key: '-----BEGIN PRIVATE KEY-----'}}}",
        "store.url | store: {path: /var/lib/sluice, url: 'jdbc:postgresql://h:1/d?password=p'}",
        "cluster.redis | cluster: {redis: 'rediss://sluice:secret@h:6379', name: prod}",
        "webhooks[0].secret | webhooks: [{url: '${env:A}', secret: abcdefghijklmnop}]",
        "webhooks[0].url | webhooks: [{url: 'https://hooks.example/T0KEN'}]",
        "otel.headers.authorization | otel: {headers: {authorization: Bearer abc}}"
      })
  void a_secret_in_clear_is_kept_out_of_the_config_map(String path, String line) {
    assertRefused(config(line), "config: " + path + " is a secret in clear", "${env:NAME}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy: 'http://proxy.example:3128'",
        "proxy: 'http://user:${env:PASSWORD}@proxy.example:3128'",
        "proxy: off",
        "headers: {x-key: '${env:KEY}'}",
        "tls: {certificate: '-----BEGIN CERTIFICATE-----', key: '${file:/etc/s/key}'}"
      })
  void what_is_no_secret_and_what_refers_to_one_is_taken(String member) throws IOException {
    String listeners =
        "server: {listen: '0.0.0.0:8080', drain_delay: 5s}\n"
            + "  admin: {listen: '0.0.0.0:8680', token: '${env:A}'}";
    assertThat(with(config(listeners, "providers: {p: {" + member + "}}")).configuration())
        .contains(member.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | config is not YAML: ",
        "server: none | config: server must be a map of keys, is",
        "server: {drain_delay: 5s} | config: server.listen must be an address on which a pod",
        "server: {listen: '127.0.0.1:8080', drain_delay: 5s} | reached, is 127.0.0.1:8080",
        "server: {listen: '0.0.0.0:8080'} | config: server.drain_delay is 0s",
        "server: {listen: '0.0.0.0:8080', drain_delay: 5} | must be a duration such as 0s, is",
        "store: {path: data} | config: store.path must be /var/lib/sluice, where the volume is",
        "store: {url: '${env:URL}'} | where the volume is, is not there",
        "store: {path: /var/lib/sluice2} | where the volume is, is /var/lib/sluice2"
      })
  void a_configuration_that_does_not_work_in_a_pod_is_refused(String line, String problem) {
    assertRefused(config(line, "admin: {listen: '0.0.0.0:8680', token: '" + TOKEN + "'}"), problem);
  }

  @Test
  void an_admin_listener_that_pods_reach_has_a_token() {
    assertRefused(
        config("server: {listen: '0.0.0.0:8080', drain_delay: 5s}"),
        "config: admin has no token",
        TOKEN);
  }

  @Test
  void several_gateways_have_one_store() {
    assertRefused("replicas: 3", "replicas is 3", "store: {url: \"${env:SLUICE_STORE_URL}\"}");
  }

  @Test
  void an_admin_listener_that_asks_the_probes_for_a_certificate_is_refused() throws IOException {
    assertRefused(
        config(listeners("clients: {ca: /ca}")),
        "config: admin.tls.clients asks everybody for a certificate",
        "write require: false");
    assertThat(with(config(listeners("clients: {ca: /ca, require: false}"))).all("Service"))
        .hasSize(2);
  }

  private static String listeners(String tls) {
    return "server: {listen: '0.0.0.0:8080', drain_delay: 5s}\n  admin: {listen: '0.0.0.0:8680',"
        + " token: '${env:A}', tls: {certificates: [{cert: /c, key: /k}], "
        + tls
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"200Mi", "263Mi"})
  void a_pod_has_the_least_memory_that_starts(String memory) {
    assertRefused("resources: {memory: " + memory + "}", "resources.memory is " + memory, "264Mi");
  }
}

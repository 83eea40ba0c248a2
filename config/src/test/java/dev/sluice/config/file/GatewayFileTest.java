package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.file.GatewayFile.Skipped;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayFileTest {
  private static final String PROVIDER = "providers: {openai: {type: openai, key: \"k\"}}\n";
  private static final String OR =
      ": run the server with this file (`./sluice serve`), or give the application one without ";

  private static GatewayFile read(String yaml) {
    return GatewayFile.parse(yaml, Map.of("KEY", "of-the-environment"));
  }

  private static List<String> problems(String yaml) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(yaml));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void a_file_is_read_with_what_it_refers_to(@TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "of-a-file\n");
    Path file =
        Files.writeString(
            folder.resolve("sluice.yaml"),
            """
            providers:
              openai: {type: openai, key: "${env:KEY}"}
              local: {type: vllm, url: "http://127.0.0.1:8000/v1", key: "${file:%s}"}
            defaults: {retry: off}
            routes:
              chat: {models: [fast], targets: [{provider: openai, model: gpt-5-mini}]}
            tenants: {search: {weight: 4}}
            """
                .formatted(key));
    GatewayFile read = GatewayFile.load(file, Map.of("KEY", "of-the-environment"));
    assertThat(read.config().providers())
        .flatExtracting(ProviderConfig::keys)
        .containsExactly(new Secret("of-the-environment"), new Secret("of-a-file"));
    assertThat(read.config().routes()).extracting(RouteConfig::name).containsExactly("chat");
    assertThat(read.config().routes().getFirst().policy().retry().isOff()).isTrue();
    assertThat(read.config().tenants()).isEqualTo(Map.of("search", 4));
    assertThat(read.config().discover()).isFalse();
    assertThat(read.config().problems()).isEmpty();
    assertThat(read.skipped()).isEmpty();
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void what_is_the_servers_alone_is_skipped_unread() {
    GatewayFile read =
        read(
            """
            server:
              listen: 0.0.0.0:8080
              keys: ["${env:NOT_SET}", {name: live, key: "${env:NOT_SET}", team: search}]
            admin: {token: "${env:NOT_SET}"}
            """
                + PROVIDER
                + """
                log: {calls: nonsense}
                report: {failed: 1%}
                otel: {endpoint: "http://127.0.0.1:4318"}
                prices: {discounts: {openai: 10%}}
                reload: watch
                """);
    assertThat(read.config().providers()).hasSize(1);
    assertThat(read.skipped())
        .extracting(Skipped::section)
        .containsExactly("server", "admin", "log", "report", "otel", "prices", "reload");
    assertThat(read.skipped().get(1))
        .hasToString(
            "configuration:4:8: admin is the admin listener of the server; Gateway.stats() and"
                + " GatewayMeters have the figures");
  }

  @Test
  void what_an_embedded_gateway_would_not_do_is_an_error() {
    assertThat(
            problems(
                "store: {path: data}\nbudgets: {all: [5USD/day]}\n"
                    + "webhooks: [{url: \"https://hooks\"}]\n"
                    + PROVIDER))
        .containsExactly(
            "configuration:1:8: store keeps keys, budgets and what calls have cost, which an"
                + " embedded gateway neither asks nor writes"
                + OR
                + "`store`",
            "configuration:2:10: budgets bounds what calls may cost, which an embedded gateway does"
                + " not add up"
                + OR
                + "`budgets`",
            "configuration:3:11: webhooks tells of budgets, which an embedded gateway does not have"
                + OR
                + "`webhooks`");
  }

  @Test
  void bounds_of_keys_are_an_error() {
    String bounds = "bounds the calls of a key, and calls of an application have none" + OR + "it";
    assertThat(
            problems(
                """
                server:
                  keys:
                    - {name: a, key: "k", models: [gpt-5-mini], priority: batch}
                    - {name: b, key: "l", limits: {rpm: 60}, budgets: [5USD/day]}
                """
                    + PROVIDER))
        .containsExactly(
            "configuration:4:35: server.keys[1].limits " + bounds,
            "configuration:4:55: server.keys[1].budgets " + bounds);
    assertThat(
            problems(
                "server: {keys: {list: [{name: b, key: \"l\", limits: {rpm: 60}}]}}\n" + PROVIDER))
        .containsExactly("configuration:1:52: server.keys.list[0].limits " + bounds);
  }

  @Test
  void everything_that_is_wrong_is_told_with_its_place() {
    assertThat(
            problems(
                """
                providers: {openai: {type: openal, key: "${env:NOT_SET}"}}
                routes: {chat: {models: [m]}}
                budgest: {}
                """))
        .satisfiesExactly(
            type ->
                assertThat(type).startsWith("configuration:1:28: providers.openai.type must be"),
            key -> assertThat(key).startsWith("configuration:1:41: providers.openai.key needs the"),
            route -> assertThat(route).startsWith("configuration:2:16: routes.chat has no targets"),
            unknown ->
                assertThat(unknown)
                    .startsWith(
                        "configuration:3:1: unknown key 'budgest', did you mean 'budgets'?"));
  }

  @Test
  void other_texts_are_told_what_they_are() {
    assertThat(problems("conf/sluice.yaml"))
        .containsExactly(
            "configuration:1:1: the text is the name of a file: give Path.of(\"sluice.yaml\") to"
                + " read one");
    assertThat(problems("model_list: []")).singleElement().asString().contains("LiteLLM");
    assertThat(problems("")).containsExactly("configuration:1:1: the file is empty");
    ConfigException none =
        catchThrowableOfType(
            ConfigException.class, () -> GatewayFile.load(Path.of("no/such.yaml"), Map.of()));
    assertThat(none).hasMessage("no/such.yaml:1:1: there is no such file");
  }

  @Test
  void a_proxy_of_the_environment_is_used() {
    assertThat(
            GatewayFile.parse(PROVIDER, Map.of("HTTPS_PROXY", "http://proxy:3128"))
                .config()
                .providers()
                .getFirst()
                .way()
                .proxy())
        .isPresent();
  }
}

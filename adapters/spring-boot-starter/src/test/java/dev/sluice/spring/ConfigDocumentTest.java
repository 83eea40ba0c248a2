package dev.sluice.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;

class ConfigDocumentTest {
  @TempDir Path folder;

  @Test
  void properties_are_the_sections_of_the_file() throws IOException {
    GatewayConfig config =
        load(
            "",
            yaml(
                """
                sluice:
                  providers:
                    own: {type: vllm, url: "http://127.0.0.1:1/v1"}
                    openai: {type: openai, key: sk-1}
                  routes:
                    fast:
                      models: [gpt-5-mini, "x/*"]
                      targets:
                        - {provider: openai, weight: 3}
                        - {provider: own, model: m, fallback: true}
                      retry: off
                """));
    assertThat(config.providers()).extracting("name").containsExactly("own", "openai");
    assertThat(config.routes().getFirst().models()).containsExactly("gpt-5-mini", "x/*");
    assertThat(config.routes().getFirst().targets()).extracting("weight").containsExactly(3, 1);
    assertThat(config.discover()).isFalse();
  }

  @Test
  void each_form_of_a_name_that_spring_knows_means_the_same() {
    for (String name : List.of("max-wait", "max_wait", "maxWait", "MAXWAIT")) {
      var error =
          failure(
              Map.of("sluice.providers.a.type", "ollama", "sluice.defaults.queue." + name, "?"));
      assertThat(error).as(name).hasMessageContaining("sluice.defaults.queue.max_wait must be");
    }
  }

  @Test
  void a_list_may_be_one_value_with_commas() {
    GatewayConfig config =
        load(
            "",
            properties(
                Map.of(
                    "sluice.providers.a.type", "ollama",
                    "sluice.routes.r.models", "one, two",
                    "sluice.routes.r.targets[0].provider", "a")));
    assertThat(config.routes().getFirst().models()).containsExactly("one", "two");
  }

  @Test
  void variables_of_the_environment_go_before_files_and_foreign_ones_are_left_alone() {
    var variables =
        new SystemEnvironmentPropertySource(
            "test-systemEnvironment",
            Map.of("SLUICE_PROVIDERS_MYOWN_TYPE", "anthropic", "SLUICE_HOME", "/opt/sluice"));
    GatewayConfig config =
        load(
            "",
            variables,
            properties(
                Map.of(
                    "sluice.providers.my-own.type", "openai",
                    "sluice.providers.my-own.key", "k")));
    assertThat(config.providers()).hasSize(1);
    assertThat(config.providers().getFirst().name()).isEqualTo("my-own");
    assertThat(config.providers().getFirst().type()).isEqualTo(ProviderType.ANTHROPIC);
  }

  @Test
  void references_of_both_kinds_are_filled_in() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "from-file\n");
    GatewayConfig config =
        load(
            "",
            properties(
                Map.of(
                    "secret", "from-spring",
                    "sluice.providers.a.type", "openai",
                    "sluice.providers.a.keys[0]", "${secret}",
                    "sluice.providers.a.keys[1]", "${file:" + key + "}",
                    "sluice.providers.a.keys[2]", "${absent:${secret}}-2")));
    assertThat(config.providers().getFirst().keys())
        .extracting(Secret::reveal)
        .containsExactly("from-spring", "from-file", "from-spring-2");
  }

  @Test
  void what_a_reference_stands_for_is_not_shown() {
    var error =
        failure(
            Map.of(
                "secret", "hunter2",
                "sluice.providers.a.type", "${secret}",
                "sluice.providers.a.key", "${unknown}"));
    assertThat(error)
        .hasMessageContaining("'${env:secret}'")
        .hasMessageContaining("sluice.providers.a.key needs the environment variable 'unknown'")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void a_property_goes_before_the_file() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sluice.yaml"),
            "providers:\n  a: {type: openai, key: k}\n  b: {type: ollama}\n");
    GatewayConfig config =
        load(file.toString(), properties(Map.of("sluice.providers.a.type", "anthropic")));
    assertThat(config.providers())
        .extracting("type")
        .containsExactly(ProviderType.ANTHROPIC, ProviderType.OLLAMA);
  }

  @Test
  void the_file_may_lie_on_the_class_path() {
    assertThat(load("classpath:/sluice-test.yaml").providers()).extracting("name").contains("a");
  }

  @Test
  void a_problem_is_told_with_the_place_of_its_property() throws IOException {
    var error =
        failure(
            "",
            yaml(
                """
                sluice:
                  providers:
                    openai:
                      type: opnai
                      kye: k
                """));
    assertThat(error)
        .hasMessageContaining("application.yaml:4:13: sluice.providers.openai.type must be")
        .hasMessageContaining("application.yaml:5:12: unknown key 'kye' in providers.openai");
  }

  @Test
  void a_problem_of_a_source_without_lines_is_told_with_its_name() {
    assertThat(failure(Map.of("sluice.providers.a.type", "opnai")))
        .message()
        .startsWith(
            "\"sluice.providers.a.type\" from property source \"test\": sluice.providers.a.type must");
  }

  @Test
  void a_problem_of_the_file_is_told_with_its_line() throws IOException {
    Path file = Files.writeString(folder.resolve("own.yaml"), "providers:\n  a: {type: opnai}\n");
    var error = failure(file.toString(), properties(Map.of("sluice.providers.b.type", "ollama")));
    assertThat(error).hasMessageContaining(file + ":2:13: providers.a.type must be");
  }

  @Test
  void no_provider_and_no_file_are_told_what_to_add() {
    assertThat(failure(Map.of())).hasMessageContaining("has no providers");
    assertThat(failure("nowhere.yaml"))
        .hasMessageContaining("sluice.config names 'nowhere.yaml', which cannot be read");
  }

  private static InvalidPropertiesException failure(Map<String, String> properties) {
    return failure("", properties(properties));
  }

  private static InvalidPropertiesException failure(String file, PropertySource<?>... sources) {
    return catchThrowableOfType(InvalidPropertiesException.class, () -> load(file, sources));
  }

  private static GatewayConfig load(String file, PropertySource<?>... sources) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().remove("systemEnvironment");
    for (PropertySource<?> source : sources) {
      environment.getPropertySources().addLast(source);
    }
    return new ConfigDocument(environment, new DefaultResourceLoader()).load(file).config();
  }

  private static PropertySource<?> properties(Map<String, String> values) {
    return new MapPropertySource("test", Map.copyOf(values));
  }

  private static PropertySource<?> yaml(String text) throws IOException {
    var resource =
        new ByteArrayResource(text.getBytes(UTF_8)) {
          @Override
          public String getFilename() {
            return "application.yaml";
          }
        };
    return new YamlPropertySourceLoader().load("yaml", resource).getFirst();
  }
}

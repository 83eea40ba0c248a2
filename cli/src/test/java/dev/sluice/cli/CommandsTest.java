package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String CONFIG =
      """
      providers:
        local: {type: vllm}
        openai: {type: openai, key: "${env:KEY}", limits: {gpt-5: {rpm: 500, tpm: 200K}}}
      defaults: {timeout: {stall: 30s}}
      routes:
        fast:
          models: [gpt-5-mini, "fast/*"]
          timeout: {connect: 1s}
          breaker: {failures: 3}
          targets:
            - {provider: local, weight: 2}
            - {provider: openai, model: gpt-5-mini}
            - {provider: openai, model: gpt-5, fallback: true}
      """;
  private static final Map<String, String> ENV = Map.of("KEY", "not-to-be-seen");

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("sluice.yaml"), text).toString();
  }

  @Test
  void a_configuration_in_order_is_ok() throws IOException {
    String file = file(CONFIG);
    Run run = new Run(ENV).run("validate", file);
    assertThat(run.out()).isEqualTo(file + ": ok (2 providers, 1 route)\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void it_says_by_which_interface_anthropic_and_gemini_are_asked() throws IOException {
    String file =
        file(
            """
            providers:
              a: {type: anthropic, key: k}
              b: {type: anthropic, key: k, api: openai}
              c: {type: gemini, key: k}
              d: {type: gemini, key: k, api: openai}
            """);
    assertThat(Run.of("validate", file).out())
        .contains(
            "  providers.a: asked by Anthropic's Messages API, chats are translated; `api: openai`",
            "  providers.b: asked by its OpenAI-compatible interface; without `api` it is asked by"
                + " Anthropic's Messages API",
            "  providers.c: asked by Gemini's own API, chats are translated; `api: openai`",
            "  providers.d: asked by its OpenAI-compatible interface; without `api` it is asked by"
                + " Gemini's own API");
  }

  @Test
  void a_wrong_configuration_fails_with_its_places() throws IOException {
    String file = file("providers: {local: {tpe: vllm}}\n");
    Run run = Run.of("validate", file);
    assertThat(run.out())
        .isEqualTo(
            """
            FILE:1:20: providers.local has no type: add `type: openai`, or what else it is
            FILE:1:21: unknown key 'tpe' in providers.local, did you mean 'type'? (accepted: type, api, url, key, keys, allow_private, forward_headers, propagate, concurrency, limits)
            """
                .replace("FILE", file));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_not_there_fails() {
    Run run = Run.of("validate", "/no/such/file.yaml");
    assertThat(run.out()).isEqualTo("/no/such/file.yaml:1:1: there is no such file\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_model_is_explained_with_the_place_of_every_value() throws IOException {
    String file = file(CONFIG);
    Run run = new Run(ENV).run("explain", "fast/x", "-c", file);
    assertThat(run.out())
        .isEqualTo(
            """
            model                  fast/x
            route                  fast                  FILE:7
            targets
              local/x              66.67%                chat, completions, embeddings, responses, stored_response; by translation messages, count_tokens, input_tokens, generate, generate_count, embed_content, batch_embed_contents, cohere_embed                        FILE:11
              openai/gpt-5-mini    33.33%                chat, completions, embeddings, moderations, responses, input_tokens, compact, stored_response; by translation messages, count_tokens, generate, generate_count, embed_content, batch_embed_contents, cohere_embed  FILE:12
              openai/gpt-5         fallback 1            chat, completions, embeddings, moderations, responses, input_tokens, compact, stored_response; by translation messages, count_tokens, generate, generate_count, embed_content, batch_embed_contents, cohere_embed  FILE:13
            limits
              local/x              concurrency adaptive  default
              openai/gpt-5-mini    learned               default
              openai/gpt-5         rpm 500, tpm 200000   FILE:3
            queue
              calls                1000                  default
              tokens               5000000               default
              bytes                256MiB                default
              max_wait             30s                   default
              heartbeat            off                   default
            timeouts
              connect              1s                    FILE:8
              first_token          adaptive, 3s to 2m    default
                local/x            prior 10s
                openai/gpt-5-mini  prior 10s, reasoning
                openai/gpt-5       prior 10s, reasoning
              stall                30s                   FILE:4
              total                10m                   default
            breaker
              failures             3                     FILE:9
              window               30s                   default
              failure_rate         50%                   default
              min_calls            10                    default
              open                 5s to 20s             default
            batch                  off                   default
            upstream_stream        auto                  default
            """
                .replace("FILE", file));
    assertThat(run.code()).isZero();
  }

  @Test
  void a_choice_among_targets_and_a_shadow_are_explained_where_they_are_configured()
      throws IOException {
    String file =
        file(
            """
            providers: {local: {type: vllm}}
            defaults: {balance: least_busy}
            routes:
              a:
                models: [a]
                targets: [{provider: local, model: b, context: 32K}]
                affinity: prefix
                fallback_on: [content_filter]
                resume: prefill
                shadow: {provider: local, model: c, share: 2.5%}
            """);
    Run run = new Run(ENV).run("explain", "a", "-c", file);
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " ").strip()))
        .contains(
            "balance least_busy FILE:2".replace("FILE", file),
            "affinity prefix FILE:7".replace("FILE", file),
            "keys in_order default",
            "fallback_on content_filter FILE:8".replace("FILE", file),
            "resume prefill FILE:9".replace("FILE", file),
            "shadow local/c, 2.5% FILE:10".replace("FILE", file))
        .anyMatch(line -> line.startsWith("local/b 100%, context 32000"));
  }

  @Test
  void an_unknown_model_is_told_with_the_nearest_names() throws IOException {
    Run run = new Run(ENV).run("explain", "gpt5-mini", "-c", file(CONFIG));
    assertThat(run.out()).isEqualTo("no route answers for 'gpt5-mini', did you mean gpt-5-mini?\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void the_environment_explains_a_provider_s_own_models() {
    Run run = new Run(Map.of("OPENAI_API_KEY", "not-to-be-seen")).run("explain", "openai/gpt-5");
    assertThat(run.out())
        .contains("openai/gpt-5", "100%", "OPENAI_API_KEY")
        .doesNotContain("not-to-be-seen");
    assertThat(run.code()).isZero();
  }

  @Test
  void the_environment_explains_who_may_list_a_model() {
    Map<String, String> env = Map.of("OPENAI_API_KEY", "k", "GEMINI_API_KEY", "k");
    Run run = new Run(env).run("explain", "gpt-5");
    assertThat(run.out()).contains("the first provider that lists it: openai, gemini");
  }

  @Test
  void nothing_to_serve_cannot_start() {
    Run run = Run.of("serve");
    assertThat(run.err())
        .startsWith("sluice: no configuration, and no provider's key in the environment")
        .contains("OPENAI_API_KEY")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_key_without_its_address_is_named_as_left_out() {
    Run run = new Run(Map.of("AZURE_OPENAI_API_KEY", "not-to-be-seen")).run("serve");
    assertThat(run.err())
        .contains("AZURE_OPENAI_API_KEY is left out: AZURE_OPENAI_ENDPOINT")
        .doesNotContain("not-to-be-seen");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_wrong_configuration_cannot_start() throws IOException {
    String file = file("providers: {}\n");
    Run run = Run.of("serve", "-c", file);
    assertThat(run.err()).isEqualTo(file + ":1:12: providers must not be empty\n");
    assertThat(run.code()).isEqualTo(3);
  }

  /// What picocli is not asked for must still be what it would have understood.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve -c FILE",
        "serve --config FILE",
        "serve --config=FILE",
        "serve --port 0 -c FILE",
        "serve -c FILE --port 0",
        "serve -cFILE"
      })
  void every_way_to_name_the_file_is_understood(String line) throws IOException {
    String file = file("providers: {}\n");
    Run run = Run.of(line.replace("FILE", file).split(" "));
    assertThat(run.err()).isEqualTo(file + ":1:12: providers must not be empty\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve --prot 1",
        "serve -c a -c b",
        "serve -c --port 1",
        "serve -c",
        "serve --port x",
        "serve --port 65536",
        "validate",
        "lab"
      })
  void wrong_usage_is_told_with_the_right_one(String line) {
    Run run = Run.of(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run.err()).contains("Usage: sluice");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void a_command_is_guessed_from_its_misspelling() {
    Run run = Run.of("servee");
    assertThat(run.err()).contains("Did you mean: sluice serve?");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void the_version_names_commit_jdk_scheduler_and_transport() {
    Run run = Run.of("--version");
    assertThat(run.out())
        .containsPattern("sluice \\d+\\.\\d+\\.\\d+\n")
        .contains(
            "commit ",
            "jdk        25",
            "scheduler  event loops",
            "transport  NIO, Netty 4.",
            "memory     heap ");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "validate", "explain", "simulate", "lab"})
  void every_command_has_its_help(String command) {
    Run run = Run.of(command, "--help");
    assertThat(run.out()).startsWith("Usage: sluice " + command);
    assertThat(run.code()).isZero();
  }
}

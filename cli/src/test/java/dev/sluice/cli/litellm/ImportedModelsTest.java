package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportedModelsTest {
  @TempDir private Path folder;
  private LitellmFile file;

  @BeforeEach
  void setUp() {
    file = new LitellmFile(folder);
  }

  private static String entry(String name, String params) {
    return "- model_name: \"" + name + "\"\n  litellm_params: {" + params + "}\n";
  }

  private static String models(String... entries) {
    return "model_list:\n" + String.join("", entries);
  }

  private List<TargetConfig> targets(String yaml, String route) throws IOException {
    return file.config(yaml).gateway().routes().stream()
        .filter(one -> one.name().equals(route))
        .map(RouteConfig::targets)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_model_becomes_a_provider_and_a_route() throws IOException {
    assertThat(file.lines(models(entry("small", "model: openai/gpt-5-mini"))))
        .containsExactly(
            "providers:",
            "openai:",
            "type: openai",
            "key: \"${env:OPENAI_API_KEY}\"",
            "routes:",
            "small:",
            "models: [small]",
            "targets:",
            "- {provider: openai, model: gpt-5-mini}");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5-mini, type: openai, gpt-5-mini",
    "o3-mini, type: openai, o3-mini",
    "text-embedding-3-small, type: openai, text-embedding-3-small",
    "claude-haiku-4-5, type: anthropic, claude-haiku-4-5",
    "anthropic/claude-haiku-4-5, type: anthropic, claude-haiku-4-5",
    "gemini/gemini-2.5-pro, type: gemini, gemini-2.5-pro",
    "openrouter/openai/gpt-5, type: openrouter, openai/gpt-5",
    "mistral/mistral-large-latest, type: mistral, mistral-large-latest",
    "groq/llama-3.3-70b, type: groq, llama-3.3-70b",
    "deepseek/deepseek-chat, type: deepseek, deepseek-chat",
    "cohere/embed-v4.0, type: cohere, embed-v4.0",
    "cohere_chat/command-a, api: openai, command-a",
    "voyage/voyage-3, type: voyage, voyage-3",
    "hosted_vllm/Qwen/Qwen3-8B, type: vllm, Qwen/Qwen3-8B",
    "ollama_chat/llama3, type: ollama, llama3",
    "azure/o_series/mine, type: azure, mine",
    "xai/grok-4, type: xai, grok-4",
    "fireworks_ai/llama-v3, type: fireworks, accounts/fireworks/models/llama-v3",
  })
  void a_provider_becomes_a_type(String model, String line, String asked) throws IOException {
    assertThat(file.lines(models(entry("m", "model: " + model))))
        .contains(line.replace("\"\"", "\""))
        .anyMatch(target -> target.endsWith("model: " + asked + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vertex_ai/gemini-2.5-pro | vertex_project: my-p | type: vertex; project: my-p; location: us-central1 | gemini-2.5-pro
          vertex_ai/text-embedding-005 | vertex_ai_project: my-p, vertex_ai_location: global | type: vertex; project: my-p; location: global | text-embedding-005
          vertex_ai/claude-opus-4-5@20251101 | vertex_project: my-p, vertex_location: us-east5, vertex_credentials: /etc/g.json | type: vertex; api: messages; project: my-p; location: us-east5; auth: {type: google, file: "/etc/g.json"} | claude-opus-4-5@20251101
          vertex_ai/meta/llama-4-maas | vertex_project: my-p | type: vertex; api: openai; project: my-p; location: us-central1 | meta/llama-4-maas
          bedrock/us.anthropic.claude-opus-4-8 | aws_region_name: us-west-2 | type: bedrock; api: messages; region: us-west-2 | us.anthropic.claude-opus-4-8
          bedrock/converse/us-east-1/openai.gpt-oss-20b-1:0 | aws_profile_name: work | type: bedrock; region: us-east-1; auth: {type: aws, profile: work} | openai.gpt-oss-20b-1:0
          bedrock/amazon.titan-embed-text-v2:0 | aws_region_name: eu-west-1, aws_role_name: "arn:aws:iam::123456789012:role/g", aws_session_name: litellm | type: bedrock; region: eu-west-1; auth: {type: aws, role: "arn:aws:iam::123456789012:role/g", session: litellm} | amazon.titan-embed-text-v2:0
          bedrock/cohere.embed-english-v3 | aws_region_name: eu-west-1, aws_access_key_id: os.environ/ID, aws_secret_access_key: os.environ/SECRET | type: bedrock; region: eu-west-1; auth: {type: aws, id: "${env:ID}", secret: "${env:SECRET}"} | cohere.embed-english-v3
          """)
  void a_model_of_a_cloud_becomes_a_provider_with_the_clouds_identity(
      String model, String params, String lines, String asked) throws IOException {
    List<String> written = file.lines(models(entry("m", "model: " + model + ", " + params)));
    assertThat(written).containsSubsequence(lines.split("; "));
    assertThat(targets(models(entry("m", "model: " + model + ", " + params)), "m"))
        .singleElement()
        .satisfies(target -> assertThat(target.model()).contains(asked));
  }

  @Test
  void entries_of_one_name_share_by_weight_in_the_smallest_numbers() throws IOException {
    String yaml =
        models(
            entry("m", "model: openai/a, weight: 0.75"),
            entry("m", "model: openai/b, weight: 0.25"));
    assertThat(targets(yaml, "m")).extracting(TargetConfig::weight).containsExactly(3, 1);
  }

  @Test
  void without_weights_they_share_by_rpm_then_by_tpm() throws IOException {
    String rpm =
        models(
            entry("m", "model: openai/a, rpm: 900, tpm: 10"),
            entry("m", "model: openai/b, rpm: 100, tpm: 90_000_000"));
    assertThat(targets(rpm, "m")).extracting(TargetConfig::weight).containsExactly(9, 1);
    String tpm =
        models(
            entry("m", "model: openai/a, tpm: 3_000_000_001"),
            entry("m", "model: openai/b, tpm: 1000"));
    assertThat(targets(tpm, "m")).extracting(TargetConfig::weight).containsExactly(1_000_000, 1);
  }

  @Test
  void one_without_weight_among_others_stands_in_for_them() throws IOException {
    String yaml =
        models(
            entry("m", "model: openai/idle"),
            entry("m", "model: openai/a, weight: 2"),
            entry("m", "model: openai/b, weight: 1"));
    assertThat(file.lines(yaml))
        .containsSubsequence(
            "- {provider: openai, model: a, weight: 2}",
            "- {provider: openai, model: b}",
            "- {provider: openai, model: idle, fallback: 1}");
  }

  @Test
  void an_order_becomes_a_rank_and_those_without_one_come_last() throws IOException {
    String yaml =
        models(
            entry("m", "model: openai/last"),
            entry("m", "model: openai/second, order: 7"),
            entry("m", "model: openai/first, order: 1"));
    assertThat(file.lines(yaml))
        .containsSubsequence(
            "- {provider: openai, model: first}",
            "- {provider: openai, model: second, fallback: 1}",
            "- {provider: openai, model: last, fallback: 2}");
  }

  @Test
  void keys_of_one_provider_become_providers_with_limits_of_their_own() throws IOException {
    String yaml =
        models(
            entry("m", "model: openai/a, api_key: os.environ/ONE, rpm: 3, rpd: 100, itpm: 5"),
            entry(
                "m", "model: openai/a, api_key: os.environ/TWO, rpm: 6, max_parallel_requests: 2"));
    assertThat(file.lines(yaml))
        .containsSubsequence(
            "openai:",
            "key: \"${env:ONE}\"",
            "a: {rpm: 3, input_tpm: 5, rpd: 100}",
            "openai-2:",
            "key: \"${env:TWO}\"",
            "a: {rpm: 6, concurrent: 2}");
  }

  @Test
  void limits_that_contradict_each_other_are_left_out_and_said() throws IOException {
    String text = file.text(models(entry("m", "model: openai/a, rpm: 300, rpd: 100")));
    assertThat(text)
        .contains("# line 3: model: its limits contradict each other, and are left out")
        .doesNotContain("limits:");
  }

  @Test
  void the_same_target_twice_is_one() throws IOException {
    String same = entry("m", "model: openai/a");
    assertThat(file.text(models(same, same)))
        .contains("# line 5: asks the same account for the same model as line 3: left out")
        .containsOnlyOnce("- {provider: openai, model: a}");
  }

  @ParameterizedTest
  @CsvSource({"openai/*, openai/*", "*, openai/*", "mine/*, openai/*", "gpt-*, openai/gpt-*"})
  void a_pattern_passes_names_on(String name, String model) throws IOException {
    String yaml = models(entry(name, "model: \"" + model + "\""));
    assertThat(file.lines(yaml)).contains("models: [\"" + name + "\"]", "- {provider: openai}");
  }

  @Test
  void an_address_is_written_as_paths_are_added_to_it_here() throws IOException {
    String yaml =
        models(
            entry("a", "model: azure/x, api_base: \"https://r.openai.azure.com/\", api_key: k"),
            entry("b", "model: ollama/x, api_base: \"http://10.0.0.7:11434\""),
            entry("c", "model: anthropic/x, api_base: \"https://p.example/v1/messages\""),
            entry("d", "model: openai/x, api_base: \"https://p.example/v1/chat/completions\""),
            entry("e", "model: openai/x, api_base: \"https://eu.api.openai.com/v1\""));
    assertThat(file.lines(yaml))
        .containsSubsequence(
            "type: azure",
            "url: \"https://r.openai.azure.com\"",
            "type: ollama",
            "url: \"http://10.0.0.7:11434/v1\"",
            "type: anthropic",
            "url: \"https://p.example\"",
            "type: compatible",
            "url: \"https://p.example/v1\"",
            "type: openai",
            "url: \"https://eu.api.openai.com/v1\"");
  }

  @Test
  void an_address_in_the_own_network_is_allowed_and_said() throws IOException {
    String literal = models(entry("m", "model: openai/x, api_base: \"http://localhost:8000\""));
    assertThat(file.text(literal))
        .contains("allow_private: true", "# line 3: api_base: leads into the own network");
    for (String host : List.of("model-server:8000", "vllm.default.svc", "x.internal")) {
      assertThat(file.text(literal.replace("localhost:8000", host)))
          .contains("allow_private: true");
    }
    assertThat(file.text(literal.replace("localhost:8000", "h.example"))).doesNotContain("private");
    String named = models(entry("m", "model: openai/x, api_base: os.environ/BASE"));
    assertThat(file.text(named, Map.of("BASE", "http://127.0.0.1:9/v1")))
        .contains("url: \"${env:BASE}\"", "allow_private: true", "BASE leads into the own network")
        .doesNotContain("127.0.0.1:9");
    assertThat(file.text(named))
        .doesNotContain("allow_private: true\n")
        .contains("BASE is not set here: should it lead into the own network");
  }

  @Test
  void a_credential_of_the_list_is_the_entrys_own() throws IOException {
    String yaml =
        models(entry("m", "model: azure/x, litellm_credential_name: mine"))
            + "credential_list:\n- credential_name: mine\n  credential_values: {api_key:"
            + " os.environ/K, api_base: os.environ/B}\n";
    assertThat(file.lines(yaml)).contains("url: \"${env:B}\"", "key: \"${env:K}\"");
  }

  @Test
  void prices_a_token_become_prices_a_million() throws IOException {
    String yaml =
        models(
            entry(
                "m",
                "model: openai/x, input_cost_per_token: 1.5e-07, output_cost_per_token: 0.000002,"
                    + " cache_read_input_token_cost: -1"));
    assertThat(file.text(yaml))
        .contains("- {provider: openai, model: x, input: 0.15, output: 2}")
        .contains("# line 3: cache_read_input_token_cost: is no price that can be");
  }

  @Test
  void parameters_and_tags_that_have_no_counterpart_are_told_with_their_line() throws IOException {
    assertThat(
            file.text(models(entry("m", "model: openai/x, temperature: 0.1, tags: [a], odd: 1"))))
        .contains("# line 3: temperature: no parameter is added to requests: let clients send it")
        .contains("# line 3: tags: calls are not routed by tags")
        .contains("# line 3: odd: has no counterpart here");
  }

  @Test
  void times_and_repeats_of_an_entry_hold_for_its_route() throws IOException {
    String yaml =
        models(
            entry("short", "model: openai/a, timeout: 5, max_retries: 0"),
            entry("long", "model: openai/b, timeout: 600, num_retries: 4, cooldown_time: 30"),
            entry("stream", "model: openai/c, timeout: 5, stream_timeout: 0.5"));
    assertThat(file.text(yaml))
        .containsSubsequence(
            "timeout: {first_token: 5s}",
            "retry: off",
            "timeout: {total: 10m}",
            "retry: {attempts: 5}",
            "breaker: {open: 30s}",
            "timeout: {first_token: 250ms..500ms}")
        .contains("# line 7: timeout: beside stream_timeout whole answers are bounded");
  }

  @Test
  void what_a_name_may_hold_is_written_so_that_it_is_read_again() throws IOException {
    String name = "a: \\\"b\\\" #${env:HOME}\u00e9".replace(" ", "_");
    String yaml = models(entry(name, "model: \"openai/${x}\""));
    var route = file.config(yaml).gateway().routes().getFirst();
    assertThat(route.models()).containsExactly("a:_\"b\"_#${env:HOME}\u00e9");
    assertThat(route.targets().getFirst().model()).contains("${x}");
  }
}

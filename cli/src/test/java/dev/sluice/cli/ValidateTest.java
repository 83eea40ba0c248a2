package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `validate` in pipelines: what it reads from its standard input, and what it tells programs.
class ValidateTest {
  private static final String WRONG =
      """
      server: {drain: 60}
      providers:
        up: {type: opnai, key: "${env:KEY}"}
      routes:
        chat:
          models: [m]
          targets: [{provider: up, wieght: 3}]
          retry: {budget: 0%}
      """;

  @TempDir private Path folder;

  @Test
  void a_file_comes_by_the_standard_input() {
    Run right = new Run(Map.of()).in("providers: {l: {type: vllm}}\n").run("validate", "-");
    assertThat(right.out()).isEqualTo("stdin: ok (1 provider, 0 routes)\n");
    assertThat(right.code()).isZero();
    Run wrong = new Run(Map.of()).in("providers: {}\n").run("validate", "-c", "-");
    assertThat(wrong.out()).isEqualTo("stdin:1:12: providers must not be empty\n");
    assertThat(wrong.code()).isEqualTo(1);
    Run large = new Run(Map.of()).in("#".repeat(1024 * 1024 + 1)).run("validate", "-");
    assertThat(large.out()).isEqualTo("stdin:1:1: the file is larger than 1MiB\n");
  }

  @Test
  void programs_are_told_place_path_message_and_remedy() throws IOException {
    Run run = new Run(Map.of("KEY", "not-to-be-seen")).in(WRONG).run("validate", "--json", "-");
    assertThat(run.out()).hasLineCount(1).doesNotContain("not-to-be-seen");
    JsonNode verdict = new ObjectMapper().readTree(run.out());
    assertThat(verdict.get("ok").asBoolean()).isFalse();
    assertThat(verdict.get("problems"))
        .extracting(ValidateTest::line)
        .containsExactly(
            "stdin:1:17 server.drain | server.drain must be a duration with its unit, such as"
                + " 250ms, 10s, 5m or 1h, is '60' | ",
            "stdin:3:14 providers.up.type | providers.up.type must be one of openai, anthropic,"
                + " gemini, openrouter, azure, bedrock, vertex, mistral, groq, deepseek, xai, together,"
                + " fireworks, perplexity, nvidia, cohere, voyage, vllm, ollama, compatible, is 'opnai' | did you mean openai?",
            "stdin:7:30 routes.chat.targets[0].wieght | unknown key 'wieght' in"
                + " routes.chat.targets[0], did you mean 'weight'? (accepted: provider, model,"
                + " weight, fallback, context, prefill, when) | did you mean 'weight'?",
            "stdin:8:21 routes.chat.retry.budget | routes.chat.retry.budget is 0%, so that nothing"
                + " could be repeated | raise it, or say `retry: off`");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_right_is_told_with_its_notes() throws IOException {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        """
        providers: {a: {type: anthropic, key: k}}
        prices: {discounts: {b: 0.5}}
        """);
    Run run = Run.of("validate", "--json", file.toString());
    JsonNode verdict = new ObjectMapper().readTree(run.out());
    assertThat(verdict.get("file").asText()).isEqualTo(file.toString());
    assertThat(verdict.get("ok").asBoolean()).isTrue();
    assertThat(verdict.get("problems")).isEmpty();
    assertThat(verdict.get("notes").get(0).get("line").asInt()).isEqualTo(2);
    assertThat(verdict.get("notes").get(0).get("path").asText()).isEqualTo("prices.discounts.b");
    assertThat(verdict.get("notes").get(1).get("message").asText())
        .startsWith("providers.a: asked by Anthropic's Messages API");
    assertThat(run.code()).isZero();
  }

  @Test
  void what_is_no_file_and_no_yaml_is_told_to_programs_too() throws IOException {
    Run none = Run.of("validate", "--json", "no-such-file");
    assertThat(line(new ObjectMapper().readTree(none.out()).get("problems").get(0)))
        .isEqualTo("no-such-file:1:1  | there is no such file | ");
    Run tab = new Run(Map.of()).in("a:\n\tb: 1\n").run("validate", "--json", "-");
    assertThat(line(new ObjectMapper().readTree(tab.out()).get("problems").get(0)))
        .endsWith(" | a tab may not indent YAML | use spaces");
  }

  private static String line(JsonNode problem) {
    return "%s:%d:%d %s | %s | %s"
        .formatted(
            problem.get("file").asText(),
            problem.get("line").asInt(),
            problem.get("column").asInt(),
            problem.get("path").asText(),
            problem.get("message").asText(),
            problem.get("remedy").asText());
  }
}

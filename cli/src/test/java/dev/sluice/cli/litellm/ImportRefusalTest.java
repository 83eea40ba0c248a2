package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportRefusalTest {
  private static final String GOOD =
      "- {model_name: good, litellm_params: {model: openai/gpt-5}}\n";

  @TempDir private Path folder;
  private LitellmFile file;

  @BeforeEach
  void setUp() {
    file = new LitellmFile(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model_list:~\\t- model_name: x         | FILE:2:1: a tab may not indent YAML: use spaces
          model_list:~- &x {model_name: a}       | FILE:2:3: the anchor &x is not supported
          model_list: [a]~a: *x                  | FILE:2:4: the alias *x is not supported
          model_list: [a]~model_list: [b]        | FILE:2:1: duplicate key 'model_list': it stands on line 1
          litellm_settings: {cache: true}        | FILE:1:1: model_list is missing
          model_list: {a: b}                     | FILE:1:13: model_list must be a list of models, is a map
          model_list: []                         | FILE:1:13: model_list must be a list of models
          - a                                    | FILE:1:1: must hold keys and values, is a list
          ''                                     | FILE:1:1: the file is empty
          model_list: [7]                        | FILE:1:14: must hold model_name and litellm_params
          model_list: [{a: b}]                   | FILE:1:14: has no model_name
          model_list: [{model_name: a}]          | FILE:1:14: 'a' has no litellm_params
          """)
  void a_file_that_cannot_be_read_is_refused_with_its_place(String yaml, String words)
      throws IOException {
    String text = yaml.replace("~", "\n").replace("\\t", "\t").replace("''", "");
    assertThat(file.refusal(text)).startsWith(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model: sagemaker/x                             | is at sagemaker: SageMaker has a dialect of its own
          model: bedrock/amazon.nova-lite-v1:0           | is asked by Bedrock's Converse, which is not spoken
          model: "bedrock/us.anthropic.claude-opus-4-8"  | names no aws_region_name
          model: bedrock/openai.gpt-oss-20b-1:0, aws_region_name: os.environ/R | has its aws_region_name in a variable
          model: vertex_ai/gemini-2.5-pro                | names no vertex_project: add it
          model: gemini-2.5-pro                          | names no vertex_project: add it
          model: vertex_ai/mistral-large@2407            | is of a publisher that its name does not say
          model: nobody/x                                | is at nobody: it is no type of provider here
          model: plain                                   | names no provider that LiteLLM or Sluice would know
          model: "openai/a b"                            | has a model that must be a model's name
          model: "openai/b-*"                            | has another pattern than its model
          model: openai_like/x                           | has no api_base, so that nothing says where it is
          model: cohere/rerank-v3.5                      | is for what is not imported (by its name)
          model: openai/whisper-1                        | is for what is not imported (by its name)
          api_key: k                                     | has no model in litellm_params
          model: openai/x, litellm_credential_name: gone | names no credential of credential_list
          """)
  void a_model_without_a_counterpart_is_left_out_and_refused_where_none_is_left(
      String params, String why) throws IOException {
    String entry = "- {model_name: x, litellm_params: {" + params + "}}\n";
    assertThat(file.refusal("model_list:\n" + entry)).contains("FILE:2:", ": 'x' " + why);
    assertThat(file.text("model_list:\n" + GOOD + entry))
        .contains("# line 3: 'x' " + why, "(left out)", "models: [good]")
        .doesNotContain("models: [x]");
  }

  @Test
  void all_that_is_wrong_is_told_at_once() throws IOException {
    String yaml = "model_list:\n- {model_name: a}\n- 7\n";
    assertThat(file.refusal(yaml)).hasLineCount(2).contains("FILE:2:3: ", "FILE:3:3: ");
  }

  @Test
  void secrets_in_clear_become_references_and_are_said_nowhere() throws IOException {
    String yaml =
        """
        model_list:
        - {model_name: a, litellm_params: {model: openai/a, api_key: sk-secret-1}}
        - {model_name: b, litellm_params: {model: openai/b, api_key: sk-secret-1}}
        - {model_name: c, litellm_params: {model: openai/c, api_key: sk-secret-2}}
        - model_name: d
          litellm_params: {model: openai/d, api_base: "https://u:secret-3@h.example/v1?k=secret-4"}
        - model_name: e
          litellm_params: {model: openai/e, api_key: os.environ/OPENAI_KEY, aws_secret_access_key: secret-5}
        general_settings: {master_key: sk-secret-6, database_url: "postgresql://u:secret-7@h/d"}
        litellm_settings: {cache: true, cache_params: {password: secret-8}}
        environment_variables: {A: secret-9}
        """;
    assertThat(file.text(yaml))
        .doesNotContain("secret-")
        .contains(
            "# line 2: api_key: stands in clear, and is not copied: set OPENAI_KEY_2 to it",
            "# line 3: api_key: stands in clear, and is not copied: set OPENAI_KEY_2 to it",
            "# line 4: api_key: stands in clear, and is not copied: set OPENAI_KEY_3 to it",
            "# line 6: api_base: is no plain address, or holds a secret: set OPENAI_URL instead",
            "# line 9: master_key: stands in clear, and is not copied: set LITELLM_MASTER_KEY",
            "# Set before the start: LITELLM_MASTER_KEY, OPENAI_API_KEY, OPENAI_KEY,"
                + " OPENAI_KEY_2,");
  }

  @Test
  void a_file_of_a_megabyte_or_of_very_many_models_is_refused() throws IOException {
    assertThat(file.refusal("model_list: [] #" + "x".repeat(1 << 20)))
        .isEqualTo("FILE:1:1: the file is larger than 1MiB");
    String many =
        IntStream.range(0, 2001)
            .mapToObj(i -> "- {model_name: m" + i + ", litellm_params: {model: openai/m}}\n")
            .collect(Collectors.joining());
    assertThat(file.refusal("model_list:\n" + many))
        .isEqualTo("FILE:2:1: model_list must have at most 2000 entries: split it");
  }

  @Test
  void a_result_that_is_too_large_to_be_read_is_told() throws IOException {
    // Each model is written with all of the others behind it.
    List<String> names =
        IntStream.range(0, 95).mapToObj(i -> "m" + i + "-" + "x".repeat(120)).toList();
    String models =
        names.stream()
            .map(
                name ->
                    "- {model_name: " + name + ", litellm_params: {model: openai/" + name + "}}\n")
            .collect(Collectors.joining());
    Path path =
        Files.writeString(
            folder.resolve("config.yaml"),
            "model_list:\n" + models + "litellm_settings: {default_fallbacks: " + names + "}\n");
    assertThat(Importer.of(path.toString(), Map.of(), false).problems().toString())
        .contains("sluice.yaml:1:1: the file is larger than 1MiB");
  }

  @Test
  void fallbacks_have_an_end() throws IOException {
    String models =
        IntStream.range(0, 105)
            .mapToObj(
                i -> "- {model_name: m" + i + ", litellm_params: {model: openai/m" + i + "}}\n")
            .collect(Collectors.joining());
    String names = IntStream.range(0, 105).mapToObj(i -> "m" + i).collect(Collectors.joining(", "));
    String text =
        file.text(
            "model_list:\n"
                + models
                + "router_settings: {fallbacks: [{\"*\": ["
                + names
                + "]}]}\n");
    assertThat(text).contains("fallback: 99}", "a route may have 100 ranks of fallbacks");
  }
}

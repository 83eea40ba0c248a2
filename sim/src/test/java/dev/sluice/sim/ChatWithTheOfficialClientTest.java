package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatWithTheOfficialClientTest {
  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final OpenAIClient client = OpenAiClient.of(simulator);

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String text) {
    return ChatCompletionCreateParams.builder().model("m").addUserMessage(text);
  }

  private ChatCompletion whole(ChatCompletionCreateParams.Builder params) {
    return client.chat().completions().create(params.build());
  }

  private List<ChatCompletionChunk> chunks(ChatCompletionCreateParams.Builder params) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params.build())) {
      return stream.stream().map(ChatCompletionChunk::validate).toList();
    }
  }

  private ChatCompletion streamed(ChatCompletionCreateParams.Builder params) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    chunks(params).forEach(accumulator::accumulate);
    return accumulator.chatCompletion();
  }

  private List<ChatCompletion> bothWays(ChatCompletionCreateParams.Builder params) {
    return List.of(whole(params), streamed(params));
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElse("");
  }

  private static String finish(ChatCompletion completion) {
    return completion.choices().getFirst().finishReason().toString();
  }

  @Test
  void it_answers_whole_and_streamed() {
    for (ChatCompletion completion : bothWays(ask("Hi"))) {
      assertThat(text(completion)).isNotBlank();
      assertThat(finish(completion)).isEqualTo("stop");
      assertThat(completion.model()).isEqualTo("m");
    }
    assertThat(whole(ask("Hi")).usage().orElseThrow().completionTokens()).isEqualTo(16);
  }

  @Test
  void the_usage_comes_last_when_asked_for() {
    List<ChatCompletionChunk> chunks =
        chunks(
            ask("Hi")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));
    assertThat(chunks.getLast().choices()).isEmpty();
    assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(16 + 8);
    assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.usage().isEmpty());
    assertThat(chunks(ask("Hi"))).allMatch(chunk -> chunk.usage().isEmpty());
  }

  @Test
  void a_limit_ends_an_answer() {
    for (ChatCompletion completion : bothWays(ask("Hi").maxCompletionTokens(3))) {
      assertThat(finish(completion)).isEqualTo("length");
      assertThat(text(completion).split(" ", -1)).hasSizeBetween(2, 4);
    }
  }

  @Test
  void a_stop_sequence_ends_an_answer() {
    for (ChatCompletion completion : bothWays(ask("Hi").stop("e"))) {
      assertThat(finish(completion)).isEqualTo("stop");
      assertThat(text(completion)).doesNotContain("e");
    }
  }

  @Test
  void several_choices_are_told_apart() {
    for (ChatCompletion completion : bothWays(ask("Hi").n(3))) {
      List<String> texts = new ArrayList<>();
      completion.choices().forEach(choice -> texts.add(choice.message().content().orElseThrow()));
      assertThat(texts).hasSize(3).doesNotContain("").doesNotHaveDuplicates();
    }
  }

  @Test
  void log_probabilities_come_for_each_token() {
    for (ChatCompletion completion : bothWays(ask("Hi").logprobs(true))) {
      var logprobs = completion.choices().getFirst().logprobs().orElseThrow();
      assertThat(logprobs.content().orElseThrow()).hasSize(16);
    }
  }

  @Test
  void a_tool_that_the_prompt_names_is_called() throws IOException {
    var params =
        ask("Please use get_weather and get_time.")
            .putAdditionalBodyProperty(
                "tools", OpenAiClient.tools(true, "get_weather", "get_time"));
    for (ChatCompletion completion : bothWays(params)) {
      var calls = completion.choices().getFirst().message().toolCalls().orElseThrow();
      assertThat(finish(completion)).isEqualTo("tool_calls");
      assertThat(calls)
          .extracting(call -> call.asFunction().function().name())
          .containsExactly("get_weather", "get_time");
      JsonNode arguments =
          new ObjectMapper().readTree(calls.getFirst().asFunction().function().arguments());
      assertThat(arguments.path("city").isTextual()).isTrue();
      assertThat(arguments.path("days").isInt()).isTrue();
    }
  }

  @Test
  void a_forced_tool_is_called_and_an_unmentioned_one_is_not() {
    JsonValue tools = OpenAiClient.tools(true, "get_weather", "get_time");
    var forced =
        ask("Hi")
            .putAdditionalBodyProperty("tools", tools)
            .putAdditionalBodyProperty(
                "tool_choice",
                JsonValue.from(Map.of("type", "function", "function", Map.of("name", "get_time"))));
    for (ChatCompletion completion : bothWays(forced)) {
      var calls = completion.choices().getFirst().message().toolCalls().orElseThrow();
      assertThat(calls).hasSize(1);
      assertThat(calls.getFirst().asFunction().function().name()).isEqualTo("get_time");
    }
    assertThat(finish(whole(ask("Hi").putAdditionalBodyProperty("tools", tools))))
        .isEqualTo("stop");
  }

  @Test
  void json_formats_give_valid_json() throws IOException {
    Map<String, Object> schema =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "name", Map.of("type", "string"),
                "sizes", Map.of("type", "array", "items", Map.of("type", "number"), "minItems", 2),
                "kind", Map.of("enum", List.of("a", "b"))));
    for (Map<String, Object> format :
        List.<Map<String, Object>>of(
            Map.of("type", "json_object"),
            Map.of(
                "type",
                "json_schema",
                "json_schema",
                Map.of("name", "x", "schema", schema, "strict", true)))) {
      var params = ask("Hi").putAdditionalBodyProperty("response_format", JsonValue.from(format));
      for (ChatCompletion completion : bothWays(params)) {
        JsonNode json = new ObjectMapper().readTree(text(completion));
        assertThat(json.isObject()).isTrue();
        if (format.containsKey("json_schema")) {
          assertThat(json.path("sizes")).hasSize(2);
          assertThat(json.path("kind").asText()).isEqualTo("a");
        }
      }
    }
  }
}

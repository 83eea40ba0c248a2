package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The client checks every answer against the specification.
class OpenAiJavaTest {
  private static Gatehouse gatehouse;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    gatehouse = new Gatehouse();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gatehouse.url())
            .apiKey(Gatehouse.KEY)
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
    gatehouse.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String text) {
    return ChatCompletionCreateParams.builder().model("m").addUserMessage(text);
  }

  private static List<ChatCompletionChunk> chunks(ChatCompletionCreateParams.Builder params) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params.build())) {
      return stream.stream().map(ChatCompletionChunk::validate).toList();
    }
  }

  /// Whole and streamed.
  private static List<ChatCompletion> bothWays(ChatCompletionCreateParams.Builder params) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    chunks(params).forEach(accumulator::accumulate);
    return List.of(
        client.chat().completions().create(params.build()), accumulator.chatCompletion());
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElse("");
  }

  private static String finish(ChatCompletion completion) {
    return completion.choices().getFirst().finishReason().toString();
  }

  @Test
  void chat_comes_whole_and_streamed() {
    for (ChatCompletion completion : bothWays(ask("Hi"))) {
      assertThat(text(completion)).isNotBlank();
      assertThat(finish(completion)).isEqualTo("stop");
      assertThat(completion.model()).isEqualTo("m");
    }
  }

  @Test
  void a_stream_brings_its_usage_only_to_whom_asked() {
    var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    assertThat(chunks(ask("Hi").streamOptions(usage)).getLast().usage().orElseThrow())
        .returns(16L, counted -> counted.completionTokens());
    assertThat(chunks(ask("Hi"))).allMatch(chunk -> chunk.usage().isEmpty());
  }

  @Test
  void tools_are_called_whole_and_streamed() {
    var params =
        ask("Please use get_weather and get_time.")
            .putAdditionalBodyProperty("tools", Tools.chat("get_weather", "get_time"));
    for (ChatCompletion completion : bothWays(params)) {
      var calls = completion.choices().getFirst().message().toolCalls().orElseThrow();
      assertThat(finish(completion)).isEqualTo("tool_calls");
      assertThat(calls)
          .extracting(call -> call.asFunction().function().name())
          .containsExactly("get_weather", "get_time");
      assertThat(calls)
          .allMatch(call -> call.asFunction().function().arguments().contains("\"city\":"));
    }
  }

  /// The provider streams, and the client is none the wiser.
  @Test
  void a_whole_answer_that_is_streamed_upstream_is_a_whole_answer() {
    var params =
        ask("Please use get_weather and get_time.")
            .putAdditionalBodyProperty("tools", Tools.chat("get_weather", "get_time"));
    ChatCompletion streamed =
        client.chat().completions().create(params.model("streamed/m").build()).validate();
    var calls = streamed.choices().getFirst().message().toolCalls().orElseThrow();
    assertThat(finish(streamed)).isEqualTo("tool_calls");
    assertThat(calls)
        .extracting(call -> call.asFunction().function().name())
        .containsExactly("get_weather", "get_time");
    assertThat(calls)
        .allMatch(call -> call.asFunction().function().arguments().contains("\"city\":"));
    ChatCompletion plain =
        client.chat().completions().create(ask("Hi").model("streamed/m").build()).validate();
    assertThat(text(plain)).isNotBlank();
  }

  @Test
  void json_mode_gives_json() {
    var params =
        ask("Hi")
            .putAdditionalBodyProperty(
                "response_format", JsonValue.from(Map.of("type", "json_object")));
    for (ChatCompletion completion : bothWays(params)) {
      assertThat(text(completion)).startsWith("{").endsWith("}");
    }
  }

  @Test
  void several_choices_are_told_apart() {
    for (ChatCompletion completion : bothWays(ask("Hi").n(3))) {
      assertThat(completion.choices())
          .extracting(choice -> choice.message().content().orElseThrow())
          .hasSize(3)
          .doesNotContain("")
          .doesNotHaveDuplicates();
    }
  }

  private static List<List<Float>> embed(EmbeddingCreateParams.Builder params) {
    var answer = client.embeddings().create(params.model("m").dimensions(64).build());
    assertThat(answer.usage().totalTokens()).isPositive();
    return answer.data().stream().map(embedding -> embedding.embedding()).toList();
  }

  private static EmbeddingCreateParams.Builder embedding() {
    return EmbeddingCreateParams.builder();
  }

  @Test
  void embeddings_take_every_form_of_input() {
    List<Float> one = embed(embedding().input("a")).getFirst();
    assertThat(one.stream().mapToDouble(x -> (double) x * x).sum()).isCloseTo(1, within(1e-4));
    assertThat(embed(embedding().inputOfArrayOfStrings(List.of("b", "a"))))
        .hasSize(2)
        .endsWith(one);
    List<Float> tokens = embed(embedding().inputOfArrayOfTokens(List.of(1L, 2L))).getFirst();
    assertThat(embed(embedding().inputOfArrayOfTokenArrays(List.of(List.of(3L), List.of(1L, 2L)))))
        .hasSize(2)
        .endsWith(tokens);
  }

  @Test
  void embeddings_come_as_numbers_and_as_base64() {
    assertThat(embed(embedding().input("a").encodingFormat(EncodingFormat.FLOAT)))
        .isEqualTo(embed(embedding().input("a").encodingFormat(EncodingFormat.BASE64)));
  }

  /// Whole and streamed.
  private static List<Response> responses(ResponseCreateParams.Builder params) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(params.build())) {
      stream.stream().map(ResponseStreamEvent::validate).forEach(accumulator::accumulate);
    }
    return List.of(client.responses().create(params.build()), accumulator.response());
  }

  @Test
  void responses_come_whole_and_streamed() {
    for (Response response : responses(ResponseCreateParams.builder().model("m").input("Hi"))) {
      var message = response.output().getFirst().asMessage();
      assertThat(message.content().getFirst().asOutputText().text()).isNotBlank();
      assertThat(response.status().orElseThrow().toString()).isEqualTo("completed");
      assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(16);
    }
  }

  @Test
  void responses_call_functions() {
    var params =
        ResponseCreateParams.builder()
            .model("m")
            .input("Use get_weather!")
            .putAdditionalBodyProperty("tools", Tools.response("get_weather"));
    for (Response response : responses(params)) {
      assertThat(response.output().getFirst().asFunctionCall().name()).isEqualTo("get_weather");
    }
  }

  @Test
  void models_are_listed_and_found() {
    assertThat(client.models().list().data())
        .extracting(model -> model.id())
        .contains("m", "org/m");
    assertThat(client.models().retrieve("m").id()).isEqualTo("m");
    assertThat(client.models().retrieve("org/m").id()).isEqualTo("org/m");
  }
}

package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LangChain4jTest {
  private static Gatehouse gatehouse;

  @BeforeAll
  static void start() {
    gatehouse = new Gatehouse();
  }

  @AfterAll
  static void close() {
    gatehouse.close();
  }

  private static ChatResponse whole(String model, String key, ChatRequest request) {
    return OpenAiChatModel.builder()
        .baseUrl(gatehouse.url())
        .apiKey(key)
        .modelName(model)
        .maxRetries(0)
        .build()
        .chat(request);
  }

  private static ChatResponse streamed(String model, String key, ChatRequest request) {
    var answer = new CompletableFuture<ChatResponse>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(gatehouse.url())
        .apiKey(key)
        .modelName(model)
        .build()
        .chat(request, new Completing(answer));
    return answer.join();
  }

  private record Completing(CompletableFuture<ChatResponse> answer)
      implements StreamingChatResponseHandler {
    @Override
    public void onCompleteResponse(ChatResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(error);
    }
  }

  private static ChatRequest.Builder ask(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text));
  }

  private static List<ChatResponse> bothWays(ChatRequest.Builder request) {
    return List.of(
        whole("m", Gatehouse.KEY, request.build()), streamed("m", Gatehouse.KEY, request.build()));
  }

  @Test
  void chat_comes_whole_and_streamed() {
    for (ChatResponse response : bothWays(ask("Hi"))) {
      assertThat(response.aiMessage().text()).isNotBlank();
      assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(16);
    }
  }

  @Test
  void a_whole_answer_that_is_streamed_upstream_is_a_whole_answer() {
    ChatResponse response = whole("streamed/m", Gatehouse.KEY, ask("Hi").build());
    assertThat(response.aiMessage().text()).isNotBlank();
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void tools_are_called_whole_and_streamed() {
    var city = JsonObjectSchema.builder().addStringProperty("city").build();
    var tool = ToolSpecification.builder().name("get_weather").parameters(city).build();
    for (ChatResponse response : bothWays(ask("Use get_weather!").toolSpecifications(tool))) {
      assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
      assertThat(response.aiMessage().toolExecutionRequests())
          .extracting(ToolExecutionRequest::name)
          .containsExactly("get_weather");
      assertThat(response.aiMessage().toolExecutionRequests().getFirst().arguments())
          .contains("\"city\":");
    }
  }

  @Test
  void json_mode_gives_json() {
    for (ChatResponse response : bothWays(ask("Hi").responseFormat(ResponseFormat.JSON))) {
      assertThat(response.aiMessage().text()).startsWith("{").endsWith("}");
    }
  }

  @Test
  void embeddings_come_one_and_many() {
    var model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(gatehouse.url())
            .apiKey(Gatehouse.KEY)
            .modelName("m")
            .dimensions(64)
            .maxRetries(0)
            .build();
    var one = model.embed("a").content();
    assertThat(one.dimension()).isEqualTo(64);
    assertThat(model.embedAll(List.of(TextSegment.from("b"), TextSegment.from("a"))).content())
        .hasSize(2)
        .endsWith(one);
  }

  private static Class<?> expected(int status) {
    return switch (status) {
      case 400, 422 -> InvalidRequestException.class;
      case 404 -> ModelNotFoundException.class;
      case 429 -> RateLimitException.class;
      default -> InternalServerException.class;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "sim-fault/400, 400",
    "sim-fault/422, 422",
    "nobody, 404",
    "sim-fault/throttle=seconds:2, 429",
    "sim-fault/insufficient-quota, 429",
    "sim-fault/500, 503",
    "sim-fault/503, 503",
    "sim-fault/silence, 504",
  })
  void a_failure_is_the_clients_own_exception(String model, int status) {
    ChatRequest request = ask("Hi").build();
    assertThatThrownBy(() -> whole(model, Gatehouse.KEY, request)).isInstanceOf(expected(status));
    assertThatThrownBy(() -> streamed(model, Gatehouse.KEY, request))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(expected(status));
  }

  @Test
  void a_wrong_key_is_an_authentication_exception() {
    ChatRequest request = ask("Hi").build();
    assertThatThrownBy(() -> whole("m", "sk-wrong", request))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> streamed("m", "sk-wrong", request))
        .hasCauseInstanceOf(AuthenticationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset-after=3", "fin-after=3", "end-after=3", "stall-after=3"})
  void a_cut_stream_is_never_a_clean_end(String fault) {
    assertThatThrownBy(() -> streamed(Gatehouse.FAULT + fault, Gatehouse.KEY, ask("Hi").build()))
        .isInstanceOf(CompletionException.class);
  }
}

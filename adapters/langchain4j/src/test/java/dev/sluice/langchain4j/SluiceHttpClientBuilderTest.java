package dev.sluice.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.http.Rig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// LangChain4j's models, in front of a gateway in this process.
class SluiceHttpClientBuilderTest {
  private static final String BASE = "http://sluice.invalid/v1";

  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = new Rig(ProviderType.OPENAI);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static OpenAiChatModel.OpenAiChatModelBuilder model(Rig in, String name) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(new SluiceHttpClientBuilder(in.gateway()))
        .baseUrl(BASE)
        .apiKey("sk-secret")
        .modelName(name)
        .maxRetries(0);
  }

  private static String chat(String name) {
    return model(rig, name).build().chat("hi");
  }

  private static CompletableFuture<ChatResponse> stream(Rig in, String name, Handler handler) {
    OpenAiStreamingChatModel.builder()
        .httpClientBuilder(new SluiceHttpClientBuilder(in.gateway()))
        .baseUrl(BASE)
        .apiKey("sk-secret")
        .modelName(name)
        .build()
        .chat(ChatRequest.builder().messages(UserMessage.from("hi")).build(), handler);
    return handler.answer;
  }

  /// Completes a future, and may leave the stream at its first part.
  private static final class Handler implements StreamingChatResponseHandler {
    final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
    final CompletableFuture<Thread> left = new CompletableFuture<>();
    private final boolean leaves;

    Handler(boolean leaves) {
      this.leaves = leaves;
    }

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
      if (leaves) {
        context.streamingHandle().cancel();
        left.complete(Thread.currentThread());
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(error);
    }
  }

  @Test
  void chats() {
    assertThat(chat("m")).isNotEmpty();
    assertThat(rig.lastHeaders()).noneMatch(value -> value.contains("secret"));
  }

  @Test
  void chats_in_another_dialect() {
    ChatModel claude =
        AnthropicChatModel.builder()
            .httpClientBuilder(new SluiceHttpClientBuilder(rig.gateway()))
            .baseUrl(BASE)
            .apiKey("none")
            .modelName("m")
            .maxRetries(0)
            .build();
    assertThat(claude.chat("hi")).isNotEmpty();
  }

  @Test
  void streams() {
    ChatResponse whole = stream(rig, "m", new Handler(false)).join();
    assertThat(whole.aiMessage().text()).isNotEmpty();
  }

  @Test
  void calls_a_tool() {
    ToolSpecification tool =
        ToolSpecification.builder()
            .name("get_weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    ChatRequest request =
        ChatRequest.builder()
            .messages(UserMessage.from("call get_weather"))
            .toolSpecifications(tool)
            .build();
    assertThat(model(rig, "m").build().chat(request).aiMessage().toolExecutionRequests())
        .extracting(ToolExecutionRequest::name)
        .containsExactly("get_weather");
  }

  @Test
  void embeds() {
    var model =
        OpenAiEmbeddingModel.builder()
            .httpClientBuilder(SluiceHttpClientBuilder.factory(rig.gateway()).create())
            .baseUrl(BASE)
            .apiKey("none")
            .modelName("m")
            .maxRetries(0)
            .build();
    List<TextSegment> texts = List.of(TextSegment.from("a"), TextSegment.from("b"));
    assertThat(model.embedAll(texts).content())
        .hasSize(2)
        .allSatisfy(vector -> assertThat(vector.dimension()).isEqualTo(1536));
  }

  @Test
  void tells_errors_by_type() {
    assertThatThrownBy(() -> chat(Rig.fault("throttle=seconds:2")))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> chat(Rig.fault("400"))).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> chat(Rig.fault("503"))).isInstanceOf(InternalServerException.class);
    assertThatThrownBy(
            () -> stream(rig, Rig.fault("throttle=seconds:2"), new Handler(false)).join())
        .hasCauseInstanceOf(RateLimitException.class);
  }

  @Test
  void a_broken_stream_is_an_error() {
    assertThatThrownBy(() -> stream(rig, Rig.fault("fin-after=3"), new Handler(false)).join())
        .hasMessageContaining("cut");
  }

  @Test
  void leaving_a_stream_early_cancels_the_call() {
    var handler = new Handler(true);
    var _ = stream(rig, Rig.fault("endless"), handler);
    assertThat(handler.left.join().isVirtual()).isTrue();
    rig.awaitLeft();
  }

  @Test
  void the_timeout_is_the_deadline() {
    ChatModel hasty = model(rig, Rig.fault("silence")).timeout(Duration.ofMillis(50)).build();
    assertThatThrownBy(() -> hasty.chat("hi"))
        .isInstanceOf(InternalServerException.class)
        .hasMessageContaining("deadline");
    rig.awaitLeft();
  }

  @Test
  void two_hundred_virtual_threads_call_at_once() throws InterruptedException, ExecutionException {
    ChatModel model = model(rig, "m").build();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> model.chat("hi")));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isNotEmpty();
      }
    }
  }

  @Test
  void a_thread_of_the_gateway_itself_may_call() throws InterruptedException, ExecutionException {
    assertThat(rig.onLoopsThread(() -> chat("m"))).isNotEmpty();
  }

  @Test
  void a_listener_is_never_called_by_the_thread_that_asks_nor_on_a_loop() throws Exception {
    var gone = new Rig(ProviderType.OPENAI);
    HttpClient client = new SluiceHttpClientBuilder(gone.gateway()).build();
    gone.close();
    HttpRequest request =
        HttpRequest.builder().method(HttpMethod.POST).url(BASE + "/chat/completions").build();
    var called = new CompletableFuture<String>();
    String asks =
        rig.onLoopsThread(
            () -> {
              client.execute(
                  request,
                  new DefaultServerSentEventParser(),
                  why -> called.complete(Thread.currentThread().toString()));
              return Thread.currentThread().toString();
            });
    assertThat(asks).contains("sluice-loop");
    assertThat(called.get(30, TimeUnit.SECONDS)).contains("sluice-stream", "ForkJoinPool");
  }

  @Test
  void a_closed_gateway_is_an_error_of_the_connection() {
    var gone = new Rig(ProviderType.OPENAI);
    ChatModel left = model(gone, "m").build();
    gone.close();
    assertThatThrownBy(() -> left.chat("hi"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the gateway is closed");
    assertThatThrownBy(() -> stream(gone, "m", new Handler(false)).join())
        .hasMessageContaining("the gateway is closed");
  }
}

package dev.sluice.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.JsonValue;
import com.openai.core.RequestOptions;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.ResponseCreateParams;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.http.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// OpenAI's own client for Java, in front of a gateway in this process.
class SluiceOpenAiTest {
  private static Rig rig;
  private static OpenAIClient client;
  private static OpenAIClientAsync async;

  @BeforeAll
  static void start() {
    rig = new Rig(ProviderType.OPENAI);
    client = SluiceOpenAi.client(rig.gateway());
    async = SluiceOpenAi.asyncClient(rig.gateway());
  }

  @AfterAll
  static void stop() {
    client.close();
    async.close();
    rig.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("hi");
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElse("");
  }

  private static ChatCompletion chat(String model) {
    return client.chat().completions().create(ask(model).build());
  }

  @Test
  void chats() {
    assertThat(text(chat("m"))).isNotEmpty();
  }

  @Test
  void streams() {
    ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(ask("m").build())) {
      chunks.stream().forEach(all::accumulate);
    }
    assertThat(text(all.chatCompletion())).isNotEmpty();
  }

  @Test
  void calls_a_tool() {
    FunctionParameters parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .build();
    ChatCompletion completion =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model("m")
                    .addUserMessage("call get_weather")
                    .addFunctionTool(
                        FunctionDefinition.builder()
                            .name("get_weather")
                            .parameters(parameters)
                            .build())
                    .build());
    var calls = completion.choices().getFirst().message().toolCalls().orElseThrow();
    assertThat(calls.getFirst().asFunction().function().name()).isEqualTo("get_weather");
  }

  @Test
  void embeds() {
    var params =
        EmbeddingCreateParams.builder().model("m").inputOfArrayOfStrings(List.of("a", "b"));
    var vectors = client.embeddings().create(params.build()).data();
    assertThat(vectors).hasSize(2).allSatisfy(v -> assertThat(v.embedding()).hasSize(1536));
  }

  @Test
  void asks_by_responses() {
    var params = ResponseCreateParams.builder().model("m").input("hi").build();
    assertThat(client.responses().create(params).output()).isNotEmpty();
  }

  @Test
  void finds_models() {
    assertThat(client.models().list().data()).extracting(Model::id).contains("m");
    assertThat(client.models().retrieve("m").id()).isEqualTo("m");
  }

  @Test
  void tells_errors_by_type() {
    assertThatThrownBy(() -> chat(Rig.fault("throttle=seconds:2")))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            limited -> assertThat(limited.headers().values("retry-after")).containsExactly("2"));
    assertThatThrownBy(() -> chat(Rig.fault("400"))).isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> chat(Rig.fault("503"))).isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> client.files().list()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_broken_stream_is_an_error() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(ask(Rig.fault("fin-after=3")).build())) {
      assertThatThrownBy(() -> chunks.stream().forEach(_ -> {}))
          .isInstanceOf(OpenAIException.class);
    }
  }

  @Test
  void closing_a_stream_early_cancels_the_call() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(ask(Rig.fault("endless")).build())) {
      assertThat(chunks.stream().limit(3)).hasSize(3);
    }
    rig.awaitLeft();
  }

  @Test
  void the_timeout_is_the_deadline() {
    var soon = RequestOptions.builder().timeout(Duration.ofMillis(50)).build();
    assertThatThrownBy(
            () -> client.chat().completions().create(ask(Rig.fault("silence")).build(), soon))
        .isInstanceOfSatisfying(
            InternalServerException.class,
            late -> {
              assertThat(late.statusCode()).isEqualTo(504);
              assertThat(late).hasMessageContaining("deadline");
            });
    rig.awaitLeft();
  }

  @Test
  void what_the_application_shows_as_a_key_goes_nowhere() {
    OpenAIClient other = client.withOptions(options -> options.apiKey("sk-secret"));
    assertThat(text(other.chat().completions().create(ask("m").build()))).isNotEmpty();
    assertThat(rig.lastHeaders()).noneMatch(value -> value.contains("secret"));
    assertThat(rig.last().header("authorization")).isEqualTo("Bearer sk-own");
  }

  @Test
  void headers_of_a_call_are_judged() {
    var params = ask("m").putAdditionalHeader("x-sluice-priority", "urgent").build();
    assertThatThrownBy(() -> client.chat().completions().create(params))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("x-sluice-priority must be critical");
  }

  @Test
  void two_hundred_virtual_threads_call_at_once() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> text(chat("m"))));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isNotEmpty();
      }
    }
  }

  @Test
  void a_thread_of_the_gateway_itself_may_call() throws InterruptedException, ExecutionException {
    assertThat(rig.onLoopsThread(() -> text(chat("m")))).isNotEmpty();
  }

  @Test
  void futures_are_completed_where_one_may_wait() {
    CompletableFuture<String> second =
        async
            .chat()
            .completions()
            .create(ask("m").build())
            .thenApply(first -> text(first) + text(chat("m")));
    assertThat(second.join()).isNotEmpty();
  }

  @Test
  void streams_to_a_handler() {
    var parts = new AtomicInteger();
    AsyncStreamResponse<ChatCompletionChunk> chunks =
        async.chat().completions().createStreaming(ask("m").build());
    chunks.subscribe(_ -> parts.incrementAndGet()).onCompleteFuture().join();
    assertThat(parts).hasPositiveValue();
  }

  @Test
  void closing_a_handlers_stream_cancels_the_call() {
    var begun = new CompletableFuture<Void>();
    AsyncStreamResponse<ChatCompletionChunk> chunks =
        async.chat().completions().createStreaming(ask(Rig.fault("endless=5ms")).build());
    chunks.subscribe(_ -> begun.complete(null));
    begun.join();
    chunks.close();
    rig.awaitLeft();
  }

  @Test
  void a_future_tells_errors_by_type() {
    assertThatThrownBy(
            () ->
                async
                    .chat()
                    .completions()
                    .create(ask(Rig.fault("throttle=seconds:1")).build())
                    .join())
        .hasCauseInstanceOf(RateLimitException.class);
  }

  @Test
  void a_closed_gateway_is_an_error_of_the_connection() {
    var gone = new Rig(ProviderType.OPENAI);
    OpenAIClient left = SluiceOpenAi.client(gone.gateway());
    OpenAIClientAsync leftAsync = SluiceOpenAi.asyncClient(gone.gateway());
    gone.close();
    assertThatThrownBy(() -> left.chat().completions().create(ask("m").build()))
        .isInstanceOf(OpenAIIoException.class)
        .hasMessageContaining("the gateway is closed");
    assertThatThrownBy(() -> left.models().list()).isInstanceOf(OpenAIIoException.class);
    assertThatThrownBy(() -> leftAsync.chat().completions().create(ask("m").build()).join())
        .hasCauseInstanceOf(OpenAIIoException.class)
        .hasMessageContaining("the gateway is closed");
  }
}

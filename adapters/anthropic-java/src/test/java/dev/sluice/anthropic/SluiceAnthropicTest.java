package dev.sluice.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.core.JsonValue;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.http.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Anthropic's own client for Java, in front of a gateway in this process.
class SluiceAnthropicTest {
  private static Rig rig;
  private static AnthropicClient client;
  private static AnthropicClientAsync async;

  @BeforeAll
  static void start() {
    rig = new Rig(ProviderType.ANTHROPIC);
    client = SluiceAnthropic.client(rig.gateway());
    async = SluiceAnthropic.asyncClient(rig.gateway());
  }

  @AfterAll
  static void stop() {
    client.close();
    async.close();
    rig.close();
  }

  private static MessageCreateParams.Builder ask(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(40).addUserMessage("hi");
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(part -> part.text())
        .collect(Collectors.joining());
  }

  private static Message say(String model) {
    return client.messages().create(ask(model).build());
  }

  @Test
  void answers() {
    assertThat(text(say("m"))).isNotEmpty();
  }

  @Test
  void streams() {
    MessageAccumulator all = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(ask("m").build())) {
      events.stream().forEach(all::accumulate);
    }
    assertThat(text(all.message())).isNotEmpty();
  }

  @Test
  void calls_a_tool() {
    var properties =
        Tool.InputSchema.Properties.builder()
            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
            .build();
    Tool tool =
        Tool.builder()
            .name("get_weather")
            .inputSchema(Tool.InputSchema.builder().properties(properties).build())
            .build();
    Message message =
        client
            .messages()
            .create(
                MessageCreateParams.builder()
                    .model("m")
                    .maxTokens(40)
                    .addUserMessage("call get_weather")
                    .addTool(tool)
                    .build());
    assertThat(message.content().stream().map(ContentBlock::toolUse).flatMap(Optional::stream))
        .extracting(ToolUseBlock::name)
        .containsExactly("get_weather");
  }

  @Test
  void counts_tokens() {
    var params = MessageCountTokensParams.builder().model("m").addUserMessage("hi").build();
    assertThat(client.messages().countTokens(params).inputTokens()).isPositive();
  }

  @Test
  void finds_models() {
    assertThat(client.models().list().data()).extracting(ModelInfo::id).contains("m");
  }

  @Test
  void tells_errors_by_type() {
    assertThatThrownBy(() -> say(Rig.fault("throttle=seconds:2")))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            limited -> assertThat(limited.headers().values("retry-after")).containsExactly("2"));
    assertThatThrownBy(() -> say(Rig.fault("400"))).isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> say(Rig.fault("500"))).isInstanceOf(InternalServerException.class);
  }

  @Test
  void a_broken_stream_is_an_error() {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(ask(Rig.fault("fin-after=4")).build())) {
      assertThatThrownBy(() -> events.stream().forEach(_ -> {}))
          .isInstanceOf(AnthropicException.class);
    }
  }

  @Test
  void closing_a_stream_early_cancels_the_call() {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(ask(Rig.fault("endless")).build())) {
      assertThat(events.stream().limit(3)).hasSize(3);
    }
    rig.awaitLeft();
  }

  @Test
  void the_timeout_is_the_deadline() {
    var soon = RequestOptions.builder().timeout(Duration.ofMillis(50)).build();
    assertThatThrownBy(() -> client.messages().create(ask(Rig.fault("silence")).build(), soon))
        .isInstanceOfSatisfying(
            InternalServerException.class, late -> assertThat(late.statusCode()).isEqualTo(504))
        .hasMessageContaining("deadline");
    rig.awaitLeft();
  }

  @Test
  void what_the_application_shows_as_a_key_goes_nowhere() {
    AnthropicClient other =
        client.withOptions(options -> options.putHeader("x-api-key", "sk-secret"));
    assertThat(text(other.messages().create(ask("m").build()))).isNotEmpty();
    assertThat(rig.lastHeaders()).noneMatch(value -> value.contains("secret"));
  }

  @Test
  void two_hundred_virtual_threads_call_at_once() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> text(say("m"))));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isNotEmpty();
      }
    }
  }

  @Test
  void a_thread_of_the_gateway_itself_may_call() throws InterruptedException, ExecutionException {
    assertThat(rig.onLoopsThread(() -> text(say("m")))).isNotEmpty();
  }

  @Test
  void futures_are_completed_where_one_may_wait() {
    CompletableFuture<String> second =
        async.messages().create(ask("m").build()).thenApply(first -> text(first) + text(say("m")));
    assertThat(second.join()).isNotEmpty();
  }

  @Test
  void closing_a_handlers_stream_cancels_the_call() {
    var begun = new CompletableFuture<Void>();
    AsyncStreamResponse<RawMessageStreamEvent> events =
        async.messages().createStreaming(ask(Rig.fault("endless=5ms")).build());
    events.subscribe(_ -> begun.complete(null));
    begun.join();
    events.close();
    rig.awaitLeft();
  }

  @Test
  void a_closed_gateway_is_an_error_of_the_connection() {
    var gone = new Rig(ProviderType.ANTHROPIC);
    AnthropicClient left = SluiceAnthropic.client(gone.gateway());
    AnthropicClientAsync leftAsync = SluiceAnthropic.asyncClient(gone.gateway());
    gone.close();
    assertThatThrownBy(() -> left.messages().create(ask("m").build()))
        .isInstanceOf(AnthropicIoException.class)
        .hasMessageContaining("the gateway is closed");
    assertThatThrownBy(() -> leftAsync.messages().create(ask("m").build()).join())
        .hasCauseInstanceOf(AnthropicIoException.class)
        .hasMessageContaining("the gateway is closed");
  }
}

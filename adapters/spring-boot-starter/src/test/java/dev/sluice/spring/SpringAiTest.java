package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.NotFoundException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiImageAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Spring AI on the gateway, beside its own auto-configurations.
class SpringAiTest extends Simulated {
  private static final String OBSERVATION = "gen_ai.client.operation";

  private static ApplicationContextRunner spring() {
    return application()
        .withConfiguration(
            AutoConfigurations.of(
                SluiceSpringAiAutoConfiguration.class,
                ToolCallingAutoConfiguration.class,
                OpenAiChatAutoConfiguration.class,
                OpenAiEmbeddingAutoConfiguration.class,
                ChatClientAutoConfiguration.class))
        .withPropertyValues(
            "spring.ai.openai.chat.model=" + CHAT, "spring.ai.openai.embedding.model=" + EMBEDDING);
  }

  @Test
  void a_chat_passes_through_the_gateway() {
    spring()
        .run(
            context -> {
              ChatClient client = context.getBean(ChatClient.Builder.class).build();
              assertThat(client.prompt("Hello!").call().content()).isNotBlank();
              assertThat(context).getBeans(ChatModel.class).hasSize(1);
            });
  }

  @Test
  void a_stream_arrives_in_pieces() {
    spring()
        .run(
            context -> {
              ChatClient client = context.getBean(ChatClient.Builder.class).build();
              List<String> pieces =
                  client.prompt("Hello!").stream().content().collectList().block();
              assertThat(pieces).hasSizeGreaterThan(1);
            });
  }

  @Test
  void a_tool_is_called_and_its_result_sent() {
    spring()
        .run(
            context -> {
              ChatClient client = context.getBean(ChatClient.Builder.class).build();
              var weather = new Weather();
              String answer =
                  client.prompt("Use get_weather for Oslo.").tools(weather).call().content();
              assertThat(answer).isNotBlank();
              assertThat(weather.asked).hasValue(1);
            });
  }

  @Test
  void texts_become_vectors() {
    spring()
        .run(
            context -> {
              EmbeddingModel model = context.getBean(EmbeddingModel.class);
              assertThat(model.embed(List.of("one", "two")))
                  .hasSize(2)
                  .allMatch(v -> v.length == 8);
            });
  }

  @Test
  void the_options_of_spring_ai_apply() {
    spring()
        .withPropertyValues(
            "spring.ai.openai.chat.max-tokens=3",
            "spring.ai.openai.custom-headers.x-sluice-priority=batch")
        .run(
            context -> {
              var model = context.getBean(OpenAiChatModel.class);
              var response = model.call(new Prompt("Hello!"));
              assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(3);
            });
  }

  @Test
  void each_call_is_observed_once_by_spring_ai_and_counted_once_by_the_gateway() {
    var meters = new SimpleMeterRegistry();
    ObservationRegistry observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    spring()
        .withBean(MeterRegistry.class, () -> meters)
        .withBean(ObservationRegistry.class, () -> observations)
        .run(
            context -> {
              var chat = context.getBean(ChatModel.class);
              assertThat(chat.call(new Prompt("Hello!")).getResults()).isNotEmpty();
              assertThat(chat.stream(new Prompt("Hello!")).collectList().block()).isNotEmpty();
              assertThat(context.getBean(EmbeddingModel.class).embed("one")).hasSize(8);
              assertThat(observed(meters, "chat", CHAT)).isEqualTo(2);
              assertThat(observed(meters, "embedding", EMBEDDING)).isEqualTo(1);
              double counted =
                  meters.get("sluice.calls.asked").counters().stream()
                      .mapToDouble(Counter::count)
                      .sum();
              assertThat(counted).isEqualTo(3);
            });
  }

  @Test
  void a_failure_is_observed_with_its_type() {
    var meters = new SimpleMeterRegistry();
    ObservationRegistry observations = ObservationRegistry.create();
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    spring()
        .withPropertyValues("spring.ai.openai.chat.model=unknown")
        .withBean(ObservationRegistry.class, () -> observations)
        .run(
            context -> {
              var chat = context.getBean(ChatModel.class);
              assertThatThrownBy(() -> chat.call(new Prompt("Hello!")))
                  .isInstanceOf(NotFoundException.class);
              assertThat(meters.get(OBSERVATION).tag("error", "NotFoundException").timer().count())
                  .isEqualTo(1);
            });
  }

  private static long observed(MeterRegistry meters, String operation, String model) {
    return meters
        .get(OBSERVATION)
        .tags("gen_ai.operation.name", operation, "gen_ai.request.model", model)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void models_that_the_gateway_does_not_serve_need_no_key_to_start() {
    spring()
        .withConfiguration(AutoConfigurations.of(OpenAiImageAutoConfiguration.class))
        .withInitializer(new SpringAiKey())
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(OpenAiImageModel.class));
  }

  @Test
  void a_model_of_the_application_goes_before_ours() {
    spring()
        .withBean(
            "own",
            OpenAiChatModel.class,
            () ->
                OpenAiChatModel.builder()
                    .options(OpenAiChatOptions.builder().model("m").apiKey("k").build())
                    .build())
        .run(
            context -> assertThat(context).getBeans(OpenAiChatModel.class).containsOnlyKeys("own"));
  }

  @Test
  void another_maker_of_models_may_be_chosen() {
    spring()
        .withPropertyValues("spring.ai.model.chat=none", "spring.ai.model.embedding=none")
        .withBean(ChatModel.class, () -> _ -> new ChatResponse(List.of()))
        .run(context -> assertThat(context).doesNotHaveBean(OpenAiChatModel.class));
  }

  static final class Weather {
    final AtomicInteger asked = new AtomicInteger();

    @Tool(name = "get_weather", description = "The weather of a city.")
    String weather(String city) {
      asked.incrementAndGet();
      return "rain in " + city;
    }
  }
}

package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

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

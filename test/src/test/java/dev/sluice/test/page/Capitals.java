package dev.sluice.test.page;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.time.Duration;
import java.util.function.Consumer;

/// An application as the page about tests has it: it asks a model for capitals and for the weather.
final class Capitals implements AutoCloseable {
  private final OpenAIClient client;

  Capitals(String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("test").build();
  }

  /// Asks once, and waits so long.
  Capitals(String url, Duration timeout) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(url)
            .apiKey("test")
            .maxRetries(0)
            .timeout(timeout)
            .build();
  }

  private static ChatCompletionCreateParams.Builder ask(String text) {
    return ChatCompletionCreateParams.builder().model("gpt-5-mini").addUserMessage(text);
  }

  String of(String country) {
    var completion =
        client.chat().completions().create(ask("What is the capital of " + country + "?").build());
    return completion.choices().getFirst().message().content().orElse("");
  }

  /// Gives the answer to `output` as it comes; gives it "(incomplete)" where it breaks off.
  void tell(String country, Consumer<String> output) {
    try (var stream =
        client.chat().completions().createStreaming(ask("Tell me of " + country).build())) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .filter(text -> !text.isEmpty())
          .forEach(output);
    } catch (RuntimeException broken) {
      output.accept("(incomplete)");
    }
  }

  /// Asks for the weather, and gives the model the tool that it calls.
  String weather(String city) {
    var question = ask("The weather in " + city + "?").addTool(Weather.class);
    var first = client.chat().completions().create(question.build());
    var message = first.choices().getFirst().message();
    question.addMessage(message);
    message
        .toolCalls()
        .ifPresent(calls -> calls.forEach(call -> question.addMessage(result(call.asFunction()))));
    var second = client.chat().completions().create(question.build());
    return second.choices().getFirst().message().content().orElse("");
  }

  private static ChatCompletionToolMessageParam result(ChatCompletionMessageFunctionToolCall call) {
    return ChatCompletionToolMessageParam.builder()
        .toolCallId(call.id())
        .content("rain for " + call.function().arguments())
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.sluice.it.matrix.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// With OpenAI's own client, by chat completions.
public final class OpenAiScenes implements Scenes {
  private static final Map<String, Object> WEATHER =
      Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer"));

  private final OpenAIClient client;
  private final OpenAIClient other;

  /// @param url without a version
  public OpenAiScenes(String url, String key) {
    client = client(url, key);
    other = client(url, "sk-wrong");
  }

  private static OpenAIClient client(String url, String key) {
    return OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(key).maxRetries(0).build();
  }

  private static ChatCompletionCreateParams.Builder ask() {
    return ChatCompletionCreateParams.builder().model("gpt-5-mini").maxCompletionTokens(400);
  }

  private ChatCompletion whole(ChatCompletionCreateParams.Builder call) {
    return client.chat().completions().create(call.build());
  }

  private ChatCompletion streamed(ChatCompletionCreateParams call) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(call)) {
      chunks.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  private static ChatCompletionMessage message(ChatCompletion completion) {
    return completion.choices().getFirst().message();
  }

  private static ObjectNode told(ChatCompletion completion) {
    CompletionUsage usage = completion.usage().orElseThrow();
    return Scenes.told(
        message(completion).content().orElse(""),
        completion.choices().getFirst().finishReason().asString(),
        usage.promptTokens(),
        usage.promptTokensDetails().flatMap(details -> details.cachedTokens()).orElse(0L),
        usage.completionTokens());
  }

  @Override
  public JsonNode text() {
    return told(whole(ask().addUserMessage("Play text.")));
  }

  @Override
  public JsonNode stream() {
    var call =
        ask()
            .addSystemMessage("Be brief.")
            .addUserMessage("Play stream.")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    int parts = 0;
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(call)) {
      for (ChatCompletionChunk chunk : (Iterable<ChatCompletionChunk>) chunks.stream()::iterator) {
        accumulator.accumulate(chunk);
        parts += says(chunk) ? 1 : 0;
      }
    }
    return told(accumulator.chatCompletion()).set("parts", IntNode.valueOf(parts));
  }

  private static boolean says(ChatCompletionChunk chunk) {
    return chunk.choices().stream()
        .anyMatch(choice -> !choice.delta().content().orElse("").isEmpty());
  }

  @Override
  public JsonNode tools() {
    var call = ask().addUserMessage("Play tools.");
    call.addFunctionTool(function("get_weather", WEATHER))
        .addFunctionTool(function("get_time", Map.of()));
    ArrayNode rounds = JSON.createArrayNode();
    for (; ; ) {
      ChatCompletion completion = rounds.isEmpty() ? streamed(call.build()) : whole(call);
      List<ChatCompletionMessageFunctionToolCall> calls =
          message(completion).toolCalls().orElse(List.of()).stream()
              .map(ChatCompletionMessageToolCall::asFunction)
              .toList();
      if (calls.isEmpty()) {
        return told(completion).set("rounds", rounds);
      }
      ArrayNode round = rounds.addArray();
      call.addMessage(message(completion));
      for (var one : calls) {
        JsonNode given = input(one);
        round.addObject().put("name", one.function().name()).set("input", given);
        call.addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(one.id())
                .content(Scenes.returned(one.function().name(), given))
                .build());
      }
    }
  }

  private static FunctionDefinition function(String name, Map<String, Object> properties) {
    return FunctionDefinition.builder()
        .name(name)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .build())
        .build();
  }

  private static JsonNode input(ChatCompletionMessageFunctionToolCall call) {
    try {
      return JSON.readTree(call.function().arguments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode image() {
    var image =
        ChatCompletionContentPartImage.ImageUrl.builder()
            .url("data:image/png;base64," + RED_DOT)
            .build();
    return told(
        whole(
            ask()
                .addUserMessageOfArrayOfContentParts(
                    List.of(
                        ChatCompletionContentPart.ofText(
                            ChatCompletionContentPartText.builder().text("Play image.").build()),
                        ChatCompletionContentPart.ofImageUrl(
                            ChatCompletionContentPartImage.builder().imageUrl(image).build())))));
  }

  @Override
  public JsonNode schema() {
    var call = ask().addUserMessage("Play schema.").responseFormat(Forecast.class).build();
    var completion = client.chat().completions().create(call);
    return JSON.valueToTree(completion.choices().getFirst().message().content().orElseThrow());
  }

  @Override
  public JsonNode thinking() {
    var call =
        ask()
            .maxCompletionTokens(8000)
            .reasoningEffort(ReasoningEffort.MEDIUM)
            .addUserMessage("Play thinking.");
    ChatCompletionMessage first = message(whole(call));
    ChatCompletionMessage second = message(whole(call.addMessage(first).addUserMessage("Again.")));
    JsonNode all = ObjectMappers.jsonMapper().valueToTree(first);
    return Scenes.thought(
        all.path("reasoning_content").asText(),
        first.content().orElse(""),
        second.content().orElse(""));
  }

  @Override
  public Optional<JsonNode> count() {
    return Optional.empty();
  }

  @Override
  public void failing(String line, boolean streamed) {
    if (streamed) {
      streamed(ask().addUserMessage(line).build());
    } else {
      whole(ask().addUserMessage(line));
    }
  }

  @Override
  public void denied() {
    other.chat().completions().create(ask().addUserMessage("Play text.").build());
  }

  @Override
  public JsonNode failure(RuntimeException e) {
    ObjectNode seen = JSON.createObjectNode().put("class", e.getClass().getSimpleName());
    if (e instanceof OpenAIServiceException service) {
      seen.put("status", service.statusCode());
      service.type().ifPresent(type -> seen.put("type", type));
      service.code().ifPresent(code -> seen.put("code", code));
    }
    return seen;
  }
}

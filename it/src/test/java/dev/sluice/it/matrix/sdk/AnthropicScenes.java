package dev.sluice.it.matrix.sdk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ThinkingConfigAdaptive;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// With Anthropic's own client.
public final class AnthropicScenes implements Scenes {
  private static final String MODEL = "claude-sonnet-4-6";
  private static final Tool WEATHER =
      tool(
          "get_weather",
          Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")));
  private static final Tool TIME = tool("get_time", Map.of());

  private final AnthropicClient client;
  private final AnthropicClient other;

  /// @param url without a version
  public AnthropicScenes(String url, String key) {
    client = client(url, key);
    other = client(url, "sk-wrong");
  }

  private static AnthropicClient client(String url, String key) {
    return AnthropicOkHttpClient.builder().baseUrl(url).apiKey(key).maxRetries(0).build();
  }

  private static Tool tool(String name, Map<String, Object> properties) {
    var all = Tool.InputSchema.Properties.builder();
    properties.forEach((key, type) -> all.putAdditionalProperty(key, JsonValue.from(type)));
    return Tool.builder()
        .name(name)
        .description("What it says.")
        .inputSchema(Tool.InputSchema.builder().properties(all.build()).build())
        .build();
  }

  private static MessageCreateParams.Builder ask(String line) {
    return MessageCreateParams.builder().model(MODEL).maxTokens(400).addUserMessage(line);
  }

  private Message whole(MessageCreateParams.Builder call) {
    return client.messages().create(call.build());
  }

  private Message streamed(MessageCreateParams.Builder call, MessageAccumulator accumulator) {
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(call.build())) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static ObjectNode told(Message message) {
    long cached = message.usage().cacheReadInputTokens().orElse(0L);
    return Scenes.told(
        text(message),
        message.stopReason().map(StopReason::asString).orElse(""),
        message.usage().inputTokens() + cached,
        cached,
        message.usage().outputTokens());
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder();
    message.content().forEach(block -> block.text().ifPresent(part -> text.append(part.text())));
    return text.toString();
  }

  @Override
  public JsonNode text() {
    return told(whole(ask("Play text.")));
  }

  @Override
  public JsonNode stream() {
    MessageAccumulator accumulator = MessageAccumulator.create();
    int parts = 0;
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(ask("Play stream.").system("Be brief.").build())) {
      for (RawMessageStreamEvent event :
          (Iterable<RawMessageStreamEvent>) events.stream()::iterator) {
        accumulator.accumulate(event);
        parts += event.isContentBlockDelta() ? 1 : 0;
      }
    }
    return told(accumulator.message()).set("parts", IntNode.valueOf(parts));
  }

  @Override
  public JsonNode tools() {
    MessageCreateParams.Builder call = ask("Play tools.").addTool(WEATHER).addTool(TIME);
    ArrayNode rounds = JSON.createArrayNode();
    for (; ; ) {
      Message message =
          rounds.isEmpty() ? streamed(call, MessageAccumulator.create()) : whole(call);
      List<ToolUseBlock> calls =
          message.content().stream().map(ContentBlock::toolUse).flatMap(Optional::stream).toList();
      if (calls.isEmpty()) {
        return told(message).set("rounds", rounds);
      }
      ArrayNode round = rounds.addArray();
      calls.forEach(one -> round.addObject().put("name", one.name()).set("input", input(one)));
      call.addMessage(message)
          .addUserMessageOfContentBlockParams(calls.stream().map(AnthropicScenes::result).toList());
    }
  }

  private static JsonNode input(ToolUseBlock call) {
    return JSON.valueToTree(call._input());
  }

  private static ContentBlockParam result(ToolUseBlock call) {
    return ContentBlockParam.ofToolResult(
        ToolResultBlockParam.builder()
            .toolUseId(call.id())
            .content(Scenes.returned(call.name(), input(call)))
            .build());
  }

  @Override
  public JsonNode image() {
    var source =
        Base64ImageSource.builder()
            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
            .data(RED_DOT)
            .build();
    return told(
        whole(
            MessageCreateParams.builder()
                .model(MODEL)
                .maxTokens(400)
                .addUserMessageOfContentBlockParams(
                    List.of(
                        ContentBlockParam.ofText("Play image."),
                        ContentBlockParam.ofImage(
                            ImageBlockParam.builder().source(source).build())))));
  }

  @Override
  public JsonNode schema() {
    var call = ask("Play schema.").outputConfig(Forecast.class).build();
    Forecast forecast = client.messages().create(call).content().getFirst().asText().text();
    return JSON.valueToTree(forecast);
  }

  @Override
  public JsonNode thinking() {
    var call =
        ask("Play thinking.").maxTokens(8000).thinking(ThinkingConfigAdaptive.builder().build());
    Message first = streamed(call, MessageAccumulator.create());
    StringBuilder thought = new StringBuilder();
    first.content().forEach(b -> b.thinking().ifPresent(part -> thought.append(part.thinking())));
    Message second = whole(call.addMessage(first).addUserMessage("Again."));
    return Scenes.thought(thought.toString(), text(first), text(second));
  }

  @Override
  public Optional<JsonNode> count() {
    var call =
        MessageCountTokensParams.builder()
            .model(MODEL)
            .addUserMessage("Play count.")
            .addTool(WEATHER)
            .build();
    return Optional.of(LongNode.valueOf(client.messages().countTokens(call).inputTokens()));
  }

  @Override
  public void failing(String line, boolean streamed) {
    if (streamed) {
      streamed(ask(line), MessageAccumulator.create());
    } else {
      whole(ask(line));
    }
  }

  @Override
  public void denied() {
    other.messages().create(ask("Play text.").build());
  }

  @Override
  public JsonNode failure(RuntimeException e) {
    ObjectNode seen = JSON.createObjectNode().put("class", e.getClass().getSimpleName());
    if (e instanceof AnthropicServiceException service) {
      seen.put("status", service.statusCode());
      service.type().ifPresent(type -> seen.put("type", type.asString()));
    }
    return seen;
  }
}

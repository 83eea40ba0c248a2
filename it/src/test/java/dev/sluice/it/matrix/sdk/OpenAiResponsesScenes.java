package dev.sluice.it.matrix.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// With OpenAI's own client, by responses.
public final class OpenAiResponsesScenes implements Scenes {
  private static final String MODEL = "gpt-5-mini";
  private static final FunctionTool WEATHER =
      tool(
          "get_weather",
          Map.of("city", Map.of("type", "string"), "days", Map.of("type", "integer")));
  private static final FunctionTool TIME = tool("get_time", Map.of());

  private final OpenAIClient client;
  private final OpenAIClient other;

  /// @param url without a version
  public OpenAiResponsesScenes(String url, String key) {
    client = client(url, key);
    other = client(url, "sk-wrong");
  }

  private static OpenAIClient client(String url, String key) {
    return OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(key).maxRetries(0).build();
  }

  private static FunctionTool tool(String name, Map<String, Object> properties) {
    return FunctionTool.builder()
        .name(name)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .build())
        .strict(false)
        .build();
  }

  private static ResponseCreateParams.Builder ask() {
    return ResponseCreateParams.builder().model(MODEL).maxOutputTokens(400);
  }

  private Response whole(ResponseCreateParams.Builder call) {
    return client.responses().create(call.build());
  }

  private Response streamed(ResponseCreateParams call) {
    return streamed(call, new ArrayList<>());
  }

  /// A response that has failed is no answer, whatever the client makes of it.
  private Response streamed(ResponseCreateParams call, List<String> parts) {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(call)) {
      events.stream()
          .map(accumulator::accumulate)
          .forEach(event -> event.outputTextDelta().ifPresent(text -> parts.add(text.delta())));
    }
    Response response = accumulator.response();
    if (!response.status().equals(Optional.of(ResponseStatus.COMPLETED))) {
      throw new IllegalStateException(response.status() + " " + response.error());
    }
    return response;
  }

  private static ObjectNode told(Response response) {
    ResponseUsage usage = response.usage().orElseThrow();
    return Scenes.told(
        text(response),
        response.status().map(ResponseStatus::asString).orElse(""),
        usage.inputTokens(),
        usage.inputTokensDetails().cachedTokens(),
        usage.outputTokens());
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(part -> part.outputText().stream())
        .map(part -> part.text())
        .collect(Collectors.joining());
  }

  @Override
  public JsonNode text() {
    return told(whole(ask().input("Play text.")));
  }

  @Override
  public JsonNode stream() {
    List<String> parts = new ArrayList<>();
    var call = ask().instructions("Be brief.").input("Play stream.").build();
    return told(streamed(call, parts)).set("parts", IntNode.valueOf(parts.size()));
  }

  private static ResponseInputItem user(String line) {
    return ResponseInputItem.ofEasyInputMessage(
        EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(line).build());
  }

  @Override
  public JsonNode tools() {
    var call = ask().addTool(WEATHER).addTool(TIME);
    List<ResponseInputItem> said = new ArrayList<>(List.of(user("Play tools.")));
    ArrayNode rounds = JSON.createArrayNode();
    for (; ; ) {
      call.inputOfResponse(List.copyOf(said));
      Response response = rounds.isEmpty() ? streamed(call.build()) : whole(call);
      List<ResponseFunctionToolCall> calls =
          response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
      if (calls.isEmpty()) {
        return told(response).set("rounds", rounds);
      }
      ArrayNode round = rounds.addArray();
      calls.forEach(one -> round.addObject().put("name", one.name()).set("input", input(one)));
      response.output().forEach(item -> said.add(again(item)));
      calls.forEach(one -> said.add(result(one)));
    }
  }

  private static ResponseInputItem again(ResponseOutputItem item) {
    return item.message()
        .map(ResponseInputItem::ofResponseOutputMessage)
        .or(() -> item.reasoning().map(ResponseInputItem::ofReasoning))
        .or(() -> item.functionCall().map(ResponseInputItem::ofFunctionCall))
        .orElseThrow();
  }

  private static JsonNode input(ResponseFunctionToolCall call) {
    try {
      return JSON.readTree(call.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResponseInputItem result(ResponseFunctionToolCall call) {
    return ResponseInputItem.ofFunctionCallOutput(
        ResponseInputItem.FunctionCallOutput.builder()
            .callId(call.callId())
            .output(Scenes.returned(call.name(), input(call)))
            .build());
  }

  @Override
  public JsonNode image() {
    var image =
        ResponseInputImage.builder()
            .detail(ResponseInputImage.Detail.AUTO)
            .imageUrl("data:image/png;base64," + RED_DOT)
            .build();
    var message =
        EasyInputMessage.builder()
            .role(EasyInputMessage.Role.USER)
            .contentOfResponseInputMessageContentList(
                List.of(
                    ResponseInputContent.ofInputText(
                        ResponseInputText.builder().text("Play image.").build()),
                    ResponseInputContent.ofInputImage(image)))
            .build();
    return told(
        whole(ask().inputOfResponse(List.of(ResponseInputItem.ofEasyInputMessage(message)))));
  }

  @Override
  public JsonNode schema() {
    var call = ask().input("Play schema.").text(Forecast.class).build();
    Forecast forecast =
        client.responses().create(call).output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(part -> part.outputText().stream())
            .findFirst()
            .orElseThrow();
    return JSON.valueToTree(forecast);
  }

  @Override
  public JsonNode thinking() {
    var reasoning =
        Reasoning.builder().effort(ReasoningEffort.MEDIUM).summary(Reasoning.Summary.AUTO).build();
    var call =
        ask()
            .maxOutputTokens(8000)
            .store(false)
            .reasoning(reasoning)
            .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT);
    List<ResponseInputItem> said = new ArrayList<>(List.of(user("Play thinking.")));
    Response first = streamed(call.inputOfResponse(List.copyOf(said)).build());
    first.output().forEach(item -> said.add(again(item)));
    said.add(user("Again."));
    Response second = whole(call.inputOfResponse(said));
    return Scenes.thought(thought(first), text(first), text(second));
  }

  private static String thought(Response response) {
    return response.output().stream()
        .flatMap(item -> item.reasoning().stream())
        .flatMap(item -> item.summary().stream())
        .map(ResponseReasoningItem.Summary::text)
        .collect(Collectors.joining());
  }

  @Override
  public Optional<JsonNode> count() {
    var call =
        InputTokenCountParams.builder().model(MODEL).input("Play count.").addTool(WEATHER).build();
    return Optional.of(
        LongNode.valueOf(client.responses().inputTokens().count(call).inputTokens()));
  }

  @Override
  public void failing(String line, boolean streamed) {
    if (streamed) {
      streamed(ask().input(line).build());
    } else {
      whole(ask().input(line));
    }
  }

  @Override
  public void denied() {
    other.responses().create(ask().input("Play text.").build());
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

package dev.sluice.it.matrix.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/// With LangChain4j and one of its models.
public final class LangChain4jScenes implements Scenes {
  private static final JsonObjectSchema WEATHER =
      JsonObjectSchema.builder()
          .addStringProperty("city")
          .addIntegerProperty("days")
          .required("city", "days")
          .additionalProperties(false)
          .build();
  private static final List<ToolSpecification> TOOLS =
      List.of(
          ToolSpecification.builder().name("get_weather").parameters(WEATHER).build(),
          ToolSpecification.builder().name("get_time").build());

  private final LangChain4jModels models;

  /// With the models of one vendor.
  public LangChain4jScenes(LangChain4jModels models) {
    this.models = models;
  }

  private ObjectNode told(ChatResponse response) {
    int cached = models.cached(response.tokenUsage());
    return Scenes.told(
        response.aiMessage().text(),
        response.finishReason().name(),
        response.tokenUsage().inputTokenCount() + (models.countsCachedApart() ? cached : 0),
        cached,
        response.tokenUsage().outputTokenCount());
  }

  private static ChatRequest.Builder ask(String line) {
    return ChatRequest.builder().messages(UserMessage.from(line));
  }

  private static ChatResponse streamed(
      StreamingChatModel model, ChatRequest request, AtomicInteger parts) {
    var answer = new CompletableFuture<ChatResponse>();
    model.chat(request, new Completing(answer, parts));
    return answer.join();
  }

  private record Completing(CompletableFuture<ChatResponse> answer, AtomicInteger parts)
      implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String part) {
      parts.incrementAndGet();
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

  @Override
  public JsonNode text() {
    return told(models.whole().chat(ask("Play text.").build()));
  }

  @Override
  public JsonNode stream() {
    var parts = new AtomicInteger();
    var request =
        ChatRequest.builder()
            .messages(SystemMessage.from("Be brief."), UserMessage.from("Play stream."))
            .build();
    ChatResponse response = streamed(models.streaming(), request, parts);
    return told(response).set("parts", IntNode.valueOf(parts.get()));
  }

  @Override
  public JsonNode tools() {
    List<ChatMessage> said = new ArrayList<>(List.of(UserMessage.from("Play tools.")));
    ArrayNode rounds = JSON.createArrayNode();
    for (; ; ) {
      ChatRequest request = ChatRequest.builder().messages(said).toolSpecifications(TOOLS).build();
      ChatResponse response =
          rounds.isEmpty()
              ? streamed(models.streaming(), request, new AtomicInteger())
              : models.whole().chat(request);
      AiMessage message = response.aiMessage();
      if (!message.hasToolExecutionRequests()) {
        return told(response).set("rounds", rounds);
      }
      said.add(message);
      ArrayNode round = rounds.addArray();
      for (ToolExecutionRequest call : message.toolExecutionRequests()) {
        JsonNode given = input(call);
        round.addObject().put("name", call.name()).set("input", given);
        said.add(ToolExecutionResultMessage.from(call, Scenes.returned(call.name(), given)));
      }
    }
  }

  private static JsonNode input(ToolExecutionRequest call) {
    try {
      return JSON.readTree(call.arguments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode image() {
    var message =
        UserMessage.from(TextContent.from("Play image."), ImageContent.from(RED_DOT, "image/png"));
    return told(models.whole().chat(ChatRequest.builder().messages(message).build()));
  }

  @Override
  public JsonNode schema() {
    var schema = JsonSchema.builder().name("forecast").rootElement(WEATHER).build();
    var format = ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build();
    ChatResponse response = models.whole().chat(ask("Play schema.").responseFormat(format).build());
    try {
      return JSON.readTree(response.aiMessage().text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode thinking() {
    ChatModel model = models.thinking();
    List<ChatMessage> said = new ArrayList<>(List.of(UserMessage.from("Play thinking.")));
    AiMessage first = model.chat(said).aiMessage();
    said.addAll(List.of(first, UserMessage.from("Again.")));
    AiMessage second = model.chat(said).aiMessage();
    return Scenes.thought(first.thinking(), first.text(), second.text());
  }

  @Override
  public Optional<JsonNode> count() {
    return models.count("Play count.").map(IntNode::valueOf);
  }

  @Override
  public void failing(String line, boolean streamed) {
    if (streamed) {
      streamed(models.streaming(), ask(line).build(), new AtomicInteger());
    } else {
      models.whole().chat(ask(line).build());
    }
  }

  @Override
  public void denied() {
    models.denied().chat(ask("Play text.").build());
  }

  @Override
  public JsonNode failure(RuntimeException e) {
    Throwable own = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    ObjectNode seen = JSON.createObjectNode().put("class", own.getClass().getSimpleName());
    if (own.getCause() instanceof HttpException http) {
      seen.put("status", http.statusCode());
    }
    return seen;
  }
}

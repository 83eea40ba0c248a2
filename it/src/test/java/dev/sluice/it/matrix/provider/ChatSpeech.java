package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chat Completions. What a model thinks is `reasoning_content`, as compatible servers have it.
final class ChatSpeech implements Speech {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Play PLAY = new Play("call_", "");

  @Override
  public String path() {
    return "/v1/chat/completions";
  }

  @Override
  public Asked read(String path, JsonNode request) throws Unexpected {
    return ChatRequest.read(request);
  }

  @Override
  public Spoken answer(Asked asked) throws Unexpected {
    return PLAY.answer(asked);
  }

  @Override
  public String whole(Spoken answer) {
    ObjectNode message = JSON.createObjectNode().put("role", "assistant");
    message.put("content", answer.parts().isEmpty() ? null : answer.text());
    message.putNull("refusal");
    if (!answer.thought().isEmpty()) {
      message.put("reasoning_content", answer.thought());
    }
    if (!answer.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      answer.calls().forEach(call -> calls.add(call(call, call.arguments())));
    }
    ObjectNode choice = JSON.createObjectNode().put("index", 0);
    choice.set("message", message);
    choice.put("finish_reason", finish(answer)).putNull("logprobs");
    ObjectNode whole = head("chat.completion");
    whole.putArray("choices").add(choice);
    whole.set("usage", usage());
    return whole.toString();
  }

  @Override
  public List<String> stream(Spoken answer, JsonNode request) {
    List<String> events = new ArrayList<>();
    events.add(chunk(JSON.createObjectNode().put("role", "assistant").put("content", ""), null));
    for (String line : answer.thought().split("(?<=\n)", -1)) {
      if (!line.isEmpty()) {
        events.add(chunk(JSON.createObjectNode().put("reasoning_content", line), null));
      }
    }
    answer
        .parts()
        .forEach(part -> events.add(chunk(JSON.createObjectNode().put("content", part), null)));
    for (int i = 0; i < answer.calls().size(); i++) {
      Calling call = answer.calls().get(i);
      events.add(chunk(fragment(i, call(call, "")), null));
      ObjectNode rest = JSON.createObjectNode();
      rest.putObject("function").put("arguments", call.arguments());
      events.add(chunk(fragment(i, rest), null));
    }
    events.add(chunk(JSON.createObjectNode(), finish(answer)));
    if (request.at("/stream_options/include_usage").asBoolean()) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage());
      events.add("data: " + last + "\n\n");
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  private static String chunk(ObjectNode delta, @Nullable String finish) {
    ObjectNode choice = JSON.createObjectNode().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    ObjectNode chunk = head("chat.completion.chunk");
    chunk.putArray("choices").add(choice);
    return "data: " + chunk + "\n\n";
  }

  private static ObjectNode fragment(int index, ObjectNode call) {
    ObjectNode delta = JSON.createObjectNode();
    delta.putArray("tool_calls").add(call.put("index", index));
    return delta;
  }

  private static ObjectNode call(Calling call, String arguments) {
    ObjectNode node = JSON.createObjectNode().put("id", call.id()).put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", arguments);
    return node;
  }

  private static String finish(Spoken answer) {
    return answer.calls().isEmpty() ? "stop" : "tool_calls";
  }

  private static ObjectNode head(String object) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-1")
        .put("object", object)
        .put("created", 1_700_000_000)
        .put("model", "gpt-5-mini");
  }

  private static ObjectNode usage() {
    ObjectNode usage =
        JSON.createObjectNode()
            .put("prompt_tokens", 30)
            .put("completion_tokens", 12)
            .put("total_tokens", 42);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 10);
    return usage;
  }

  @Override
  public int firstWords() {
    return 3;
  }

  @Override
  public int status(Trouble trouble) {
    return switch (trouble) {
      case MISSING -> 404;
      case RATE -> 429;
      case INTERNAL -> 500;
      case OVERLOADED -> 503;
      default -> 400;
    };
  }

  @Override
  public String error(Trouble trouble, String message) {
    ObjectNode error = JSON.createObjectNode();
    ObjectNode inner = error.putObject("error").put("message", message);
    switch (trouble) {
      case MISSING -> inner.put("type", "invalid_request_error").put("code", "model_not_found");
      case RATE -> inner.put("type", "requests").put("code", "rate_limit_exceeded");
      case INTERNAL -> inner.put("type", "server_error").putNull("code");
      case OVERLOADED -> inner.put("type", "server_error").put("code", "server_is_overloaded");
      default -> inner.put("type", "invalid_request_error").putNull("code");
    }
    inner.putNull("param");
    return error.toString();
  }

  @Override
  public String errorEvent(Trouble trouble, String message) {
    return "data: " + error(trouble, message) + "\n\n";
  }
}

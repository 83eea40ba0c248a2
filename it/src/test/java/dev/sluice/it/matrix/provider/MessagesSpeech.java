package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Anthropic's Messages.
final class MessagesSpeech implements Speech {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIGNATURE = "c2lnbmVkIGJ5IHRoZSBwcm92aWRlcg==";
  private static final Play PLAY = new Play("toolu_", SIGNATURE);

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public Asked read(String path, JsonNode request) throws Unexpected {
    return MessagesRequest.read(request);
  }

  @Override
  public Optional<String> count(String path) {
    return path.endsWith("/count_tokens") ? Optional.of("{\"input_tokens\":30}") : Optional.empty();
  }

  @Override
  public Spoken answer(Asked asked) throws Unexpected {
    return PLAY.answer(asked);
  }

  @Override
  public String whole(Spoken answer) {
    ObjectNode whole = message();
    ArrayNode content = whole.putArray("content");
    if (!answer.thought().isEmpty()) {
      content.add(block("thinking", "thinking", answer.thought()).put("signature", SIGNATURE));
    }
    if (!answer.parts().isEmpty()) {
      content.add(block("text", "text", answer.text()));
    }
    answer.calls().forEach(call -> content.add(call(call)));
    whole.put("stop_reason", stop(answer)).putNull("stop_sequence");
    whole.set("usage", usage(12));
    return whole.toString();
  }

  @Override
  public List<String> stream(Spoken answer, JsonNode request) {
    List<String> events = new ArrayList<>();
    ObjectNode message = message();
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", usage(1));
    events.add(event("message_start", JSON.createObjectNode().set("message", message)));
    events.add(event("ping", JSON.createObjectNode()));
    int index = 0;
    if (!answer.thought().isEmpty()) {
      List<ObjectNode> deltas = new ArrayList<>();
      for (String line : answer.thought().split("(?<=\n)", -1)) {
        deltas.add(block("thinking_delta", "thinking", line));
      }
      deltas.add(block("signature_delta", "signature", SIGNATURE));
      block(events, index++, block("thinking", "thinking", "").put("signature", ""), deltas);
    }
    if (!answer.parts().isEmpty()) {
      List<ObjectNode> deltas =
          answer.parts().stream().map(part -> block("text_delta", "text", part)).toList();
      block(events, index++, block("text", "text", ""), deltas);
    }
    for (Calling call : answer.calls()) {
      ObjectNode opened = call(call);
      opened.putObject("input");
      block(events, index++, opened, arguments(call.arguments()));
    }
    ObjectNode ending = JSON.createObjectNode();
    ending.putObject("delta").put("stop_reason", stop(answer)).putNull("stop_sequence");
    ending.set("usage", usage(12));
    events.add(event("message_delta", ending));
    events.add(event("message_stop", JSON.createObjectNode()));
    return events;
  }

  /// An empty fragment first, as Anthropic has it, and none but that where there are no arguments.
  private static List<ObjectNode> arguments(String json) {
    int half = json.length() / 2;
    List<String> pieces =
        json.equals("{}")
            ? List.of("")
            : List.of("", json.substring(0, half), json.substring(half));
    return pieces.stream().map(piece -> block("input_json_delta", "partial_json", piece)).toList();
  }

  private static void block(
      List<String> events, int index, ObjectNode opened, List<ObjectNode> deltas) {
    events.add(event("content_block_start", at(index).set("content_block", opened)));
    deltas.forEach(
        delta -> events.add(event("content_block_delta", at(index).set("delta", delta))));
    events.add(event("content_block_stop", at(index)));
  }

  private static ObjectNode at(int index) {
    return JSON.createObjectNode().put("index", index);
  }

  private static String event(String type, ObjectNode members) {
    ObjectNode data = JSON.createObjectNode().put("type", type);
    data.setAll(members);
    return "event: " + type + "\ndata: " + data + "\n\n";
  }

  private static ObjectNode block(String type, String member, String text) {
    return JSON.createObjectNode().put("type", type).put(member, text);
  }

  private static ObjectNode call(Calling call) {
    ObjectNode node = block("tool_use", "id", call.id()).put("name", call.name());
    try {
      return node.set("input", JSON.readTree(call.arguments()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode message() {
    return JSON.createObjectNode()
        .put("id", "msg_1")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", "claude-sonnet-4-6");
  }

  private static ObjectNode usage(int output) {
    return JSON.createObjectNode()
        .put("input_tokens", 20)
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 10)
        .put("output_tokens", output);
  }

  private static String stop(Spoken answer) {
    return answer.calls().isEmpty() ? "end_turn" : "tool_use";
  }

  @Override
  public int firstWords() {
    return 5;
  }

  @Override
  public int status(Trouble trouble) {
    return switch (trouble) {
      case MISSING -> 404;
      case RATE -> 429;
      case INTERNAL -> 500;
      case OVERLOADED -> 529;
      default -> 400;
    };
  }

  @Override
  public String error(Trouble trouble, String message) {
    String type =
        switch (trouble) {
          case MISSING -> "not_found_error";
          case RATE -> "rate_limit_error";
          case INTERNAL -> "api_error";
          case OVERLOADED -> "overloaded_error";
          default -> "invalid_request_error";
        };
    ObjectNode error = JSON.createObjectNode().put("type", "error");
    error.putObject("error").put("type", type).put("message", message);
    return error.put("request_id", "req_1").toString();
  }

  @Override
  public String errorEvent(Trouble trouble, String message) {
    return "event: error\ndata: " + error(trouble, message) + "\n\n";
  }
}

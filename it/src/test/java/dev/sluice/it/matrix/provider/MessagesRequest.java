package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.matrix.provider.Asked.Result;
import dev.sluice.it.matrix.provider.Asked.Thought;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads a message as Anthropic would.
final class MessagesRequest {
  /// What the scenes' clients may send; anything else is of another dialect.
  private static final Set<String> KNOWN =
      Set.of(
          """
          model messages max_tokens system stop_sequences stream temperature top_p top_k tools
          tool_choice thinking output_config metadata service_tier cache_control
          """
              .strip()
              .split("\\s+"));

  private final List<String> images = new ArrayList<>();
  private final List<List<Result>> results = new ArrayList<>();
  private final List<Thought> thoughts = new ArrayList<>();
  private Set<String> waiting = new HashSet<>();
  private String line = "";
  private int answers;

  private MessagesRequest() {}

  static Asked read(JsonNode request) throws Unexpected {
    for (var property : request.properties()) {
      Unexpected.unless(KNOWN.contains(property.getKey()), "property", property.getKey());
    }
    String model = request.path("model").asText();
    Unexpected.unless(model.startsWith("claude-"), "model", model);
    Unexpected.unless(request.path("max_tokens").isInt(), "max_tokens", request.path("max_tokens"));
    MessagesRequest read = new MessagesRequest();
    for (JsonNode message : request.path("messages")) {
      read.message(message);
    }
    Unexpected.unless(read.waiting.isEmpty(), "calls without results", read.waiting);
    List<String> tools = new ArrayList<>();
    request.path("tools").forEach(tool -> tools.add(tool.path("name").asText()));
    thinks(request, read.line);
    return new Asked(
        read.line,
        ChatRequest.text(request.path("system")),
        read.images,
        read.results,
        read.thoughts,
        read.answers,
        tools,
        request.at("/output_config/format/schema"));
  }

  private static void thinks(JsonNode request, String line) throws Unexpected {
    String type = request.at("/thinking/type").asText();
    Unexpected.unless(
        !line.equals("Play thinking.") || type.equals("adaptive"),
        "thinking",
        request.path("thinking"));
  }

  private void message(JsonNode message) throws Unexpected {
    JsonNode content = message.path("content");
    switch (message.path("role").asText()) {
      case "user" -> user(content);
      case "assistant" -> assistant(content);
      default -> throw new Unexpected("role: " + message.path("role"));
    }
  }

  private void user(JsonNode content) throws Unexpected {
    line = line.isEmpty() ? ChatRequest.text(content) : line;
    boolean others = false;
    for (JsonNode block : content) {
      String type = block.path("type").asText();
      others |= block.isObject() && !type.equals("tool_result");
      switch (type) {
        case "tool_result" -> {
          Unexpected.unless(!others, "a result behind others", content);
          result(block);
        }
        case "image" ->
            images.add(
                block.at("/source/media_type").asText() + " " + block.at("/source/data").asText());
        default -> Unexpected.unless(!block.isObject() || type.equals("text"), "block", type);
      }
    }
    Unexpected.unless(waiting.isEmpty(), "results missing", waiting);
  }

  private void result(JsonNode block) throws Unexpected {
    String id = block.path("tool_use_id").asText();
    Unexpected.unless(waiting.remove(id), "a result without its call", id);
    results.getLast().add(new Result(id, ChatRequest.text(block.path("content"))));
  }

  private void assistant(JsonNode content) throws Unexpected {
    answers++;
    for (JsonNode block : content) {
      switch (block.path("type").asText()) {
        case "thinking" ->
            thoughts.add(
                new Thought(block.path("thinking").asText(), block.path("signature").asText()));
        case "tool_use" -> {
          Unexpected.unless(block.path("input").isObject(), "input", block);
          waiting.add(block.path("id").asText());
        }
        default -> {
          // A text.
        }
      }
    }
    if (!waiting.isEmpty()) {
      results.add(new ArrayList<>());
    }
  }
}

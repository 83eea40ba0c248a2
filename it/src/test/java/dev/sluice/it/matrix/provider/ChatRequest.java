package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.matrix.provider.Asked.Result;
import dev.sluice.it.matrix.provider.Asked.Thought;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a request for a chat as OpenAI would.
final class ChatRequest {
  /// What the scenes' clients may send; anything else is of another dialect.
  private static final Set<String> KNOWN =
      Set.of(
          """
          model messages max_tokens max_completion_tokens temperature top_p stop seed stream
          stream_options tools tool_choice parallel_tool_calls response_format reasoning_effort
          user safety_identifier n store metadata frequency_penalty presence_penalty
          """
              .strip()
              .split("\\s+"));

  private final List<String> images = new ArrayList<>();
  private final List<List<Result>> results = new ArrayList<>();
  private final List<Thought> thoughts = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private String line = "";
  private String system = "";
  private int answers;

  private ChatRequest() {}

  static Asked read(JsonNode request) throws Unexpected {
    for (var property : request.properties()) {
      Unexpected.unless(KNOWN.contains(property.getKey()), "property", property.getKey());
    }
    String model = request.path("model").asText();
    Unexpected.unless(model.startsWith("gpt-"), "model", model);
    ChatRequest read = new ChatRequest();
    for (JsonNode message : request.path("messages")) {
      read.message(message);
    }
    Unexpected.unless(read.waiting.isEmpty(), "calls without results", read.waiting);
    List<String> tools = new ArrayList<>();
    request.path("tools").forEach(tool -> tools.add(tool.at("/function/name").asText()));
    JsonNode schema = request.at("/response_format/json_schema/schema");
    return new Asked(
        read.line,
        read.system,
        read.images,
        read.results,
        read.thoughts,
        read.answers,
        tools,
        schema);
  }

  private void message(JsonNode message) throws Unexpected {
    String role = message.path("role").asText();
    Unexpected.unless(role.equals("tool") || waiting.isEmpty(), "results missing", waiting);
    switch (role) {
      case "system", "developer" -> system = text(message.path("content"));
      case "user" -> user(message.path("content"));
      case "assistant" -> assistant(message);
      case "tool" -> {
        String id = message.path("tool_call_id").asText();
        Unexpected.unless(waiting.remove(id), "a result without its call", id);
        results.getLast().add(new Result(id, text(message.path("content"))));
      }
      default -> throw new Unexpected("role: " + role);
    }
  }

  private void user(JsonNode content) throws Unexpected {
    line = line.isEmpty() ? text(content) : line;
    for (JsonNode part : content) {
      if (part.path("type").asText().equals("image_url")) {
        String url = part.at("/image_url/url").asText();
        Unexpected.unless(url.startsWith("data:"), "image", url);
        images.add(url.substring("data:".length()).replace(";base64,", " "));
      }
    }
  }

  private void assistant(JsonNode message) {
    answers++;
    if (message.has("reasoning_content")) {
      thoughts.add(new Thought(message.get("reasoning_content").asText(), ""));
    }
    if (!message.path("tool_calls").isEmpty()) {
      message.path("tool_calls").forEach(call -> waiting.add(call.path("id").asText()));
      results.add(new ArrayList<>());
    }
  }

  /// A string, or parts that are joined.
  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}

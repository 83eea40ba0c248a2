package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.matrix.provider.Asked.Result;
import dev.sluice.it.matrix.provider.Asked.Thought;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a request for a response as OpenAI would.
final class ResponsesRequest {
  /// What the scenes' clients may send; anything else is of another dialect.
  private static final Set<String> KNOWN =
      Set.of(
          """
          model input instructions max_output_tokens tools tool_choice parallel_tool_calls
          reasoning text include store stream metadata temperature top_p truncation user
          safety_identifier prompt_cache_key service_tier
          """
              .strip()
              .split("\\s+"));

  private final List<String> images = new ArrayList<>();
  private final List<List<Result>> results = new ArrayList<>();
  private final List<Thought> thoughts = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private String line = "";
  private String system;

  /// Whether the item before was the model's.
  private boolean answering;

  private boolean calling;

  /// Whether the item before was what the model has thought, which never stands alone.
  private boolean thinking;

  private int answers;

  private ResponsesRequest(String system) {
    this.system = system;
  }

  static Asked read(JsonNode request) throws Unexpected {
    for (var property : request.properties()) {
      Unexpected.unless(KNOWN.contains(property.getKey()), "property", property.getKey());
    }
    String model = request.path("model").asText();
    Unexpected.unless(model.startsWith("gpt-"), "model", model);
    ResponsesRequest read = new ResponsesRequest(request.path("instructions").asText(""));
    read.input(request.path("input"));
    Unexpected.unless(read.waiting.isEmpty(), "calls without results", read.waiting);
    List<String> tools = new ArrayList<>();
    request.path("tools").forEach(tool -> tools.add(tool.path("name").asText()));
    shows(request, read.line);
    return new Asked(
        read.line,
        read.system,
        read.images,
        read.results,
        read.thoughts,
        read.answers,
        tools,
        request.at("/text/format/schema"));
  }

  /// What was thought comes only where a request asks for it, in words and sealed.
  private static void shows(JsonNode request, String line) throws Unexpected {
    boolean summarised = !request.at("/reasoning/summary").asText("").isEmpty();
    boolean sealed = request.path("include").toString().contains("reasoning.encrypted_content");
    Unexpected.unless(
        !line.equals("Play thinking.") || (summarised && sealed),
        "thinking",
        request.path("reasoning"));
  }

  private void input(JsonNode input) throws Unexpected {
    if (input.isTextual()) {
      line = input.asText();
    }
    for (JsonNode item : input) {
      item(item);
    }
    Unexpected.unless(!thinking, "thought without an item behind it", thoughts);
  }

  private void item(JsonNode item) throws Unexpected {
    boolean thought = item.path("type").asText().equals("reasoning");
    boolean models =
        thought
            || item.path("type").asText().equals("function_call")
            || item.path("role").asText().equals("assistant");
    Unexpected.unless(!thinking || models, "thought without an item behind it", item);
    if (models && !answering) {
      answers++;
      calling = false;
    }
    answering = models;
    thinking = thought;
    switch (item.path("type").asText("message")) {
      case "message" -> message(item.path("role").asText(), item.path("content"));
      case "reasoning" -> thoughts.add(thought(item));
      case "function_call" -> call(item);
      case "function_call_output" -> result(item);
      default -> throw new Unexpected("item: " + item);
    }
  }

  private void message(String role, JsonNode content) throws Unexpected {
    switch (role) {
      case "system", "developer" -> system = ChatRequest.text(content);
      case "user" -> user(content);
      case "assistant" -> {}
      default -> throw new Unexpected("role: " + role);
    }
  }

  private void user(JsonNode content) throws Unexpected {
    line = line.isEmpty() ? ChatRequest.text(content) : line;
    for (JsonNode part : content) {
      switch (part.path("type").asText()) {
        case "input_text" -> {}
        case "input_image" -> {
          String url = part.path("image_url").asText();
          Unexpected.unless(url.startsWith("data:"), "image", url);
          images.add(url.substring("data:".length()).replace(";base64,", " "));
        }
        default -> throw new Unexpected("part: " + part);
      }
    }
  }

  private static Thought thought(JsonNode item) {
    StringBuilder text = new StringBuilder();
    item.path("summary").forEach(part -> text.append(part.path("text").asText()));
    return new Thought(text.toString(), item.path("encrypted_content").asText(""));
  }

  private void call(JsonNode item) {
    waiting.add(item.path("call_id").asText());
    if (!calling) {
      results.add(new ArrayList<>());
    }
    calling = true;
  }

  private void result(JsonNode item) throws Unexpected {
    String id = item.path("call_id").asText();
    Unexpected.unless(waiting.remove(id), "a result without its call", id);
    results.getLast().add(new Result(id, ChatRequest.text(item.path("output"))));
  }
}

package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.it.matrix.provider.Asked.Result;
import dev.sluice.it.matrix.provider.Asked.Thought;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a request for content as Google would, of a model that signs its calls.
final class GeminiRequest {
  /// What the scenes' clients may send; anything else is of another dialect.
  private static final Set<String> KNOWN =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "safetySettings",
          "generationConfig");

  /// Google's own word for a call whose signature is lost.
  private static final String UNSIGNED = "skip_thought_signature_validator";

  private static final List<String> SIGNATURES = List.of("", GeminiSpeech.SIGNATURE, UNSIGNED);

  private record Waiting(String id, String name) {}

  private final List<String> images = new ArrayList<>();
  private final List<List<Result>> results = new ArrayList<>();
  private final List<Thought> thoughts = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private String line = "";
  private int answers;
  private int calls;

  private GeminiRequest() {}

  /// Google takes names in camel case and in snake case.
  static Asked read(String model, JsonNode request) throws Unexpected {
    return readCamel(model, camel(request));
  }

  private static JsonNode camel(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(camel(element)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = ((ObjectNode) node).objectNode();
    for (var property : node.properties()) {
      String name =
          Pattern.compile("_([a-z])")
              .matcher(property.getKey())
              .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
      copy.set(name, camel(property.getValue()));
    }
    return copy;
  }

  private static Asked readCamel(String model, JsonNode request) throws Unexpected {
    for (var property : request.properties()) {
      Unexpected.unless(KNOWN.contains(property.getKey()), "property", property.getKey());
    }
    Unexpected.unless(model.startsWith("gemini-"), "model", model);
    GeminiRequest read = new GeminiRequest();
    for (JsonNode content : request.path("contents")) {
      read.content(content);
    }
    Unexpected.unless(read.waiting.isEmpty(), "calls without results", read.waiting);
    List<String> tools = new ArrayList<>();
    for (JsonNode group : request.path("tools")) {
      group.path("functionDeclarations").forEach(tool -> tools.add(tool.path("name").asText()));
    }
    JsonNode settings = request.path("generationConfig");
    shows(settings, read.line);
    return new Asked(
        read.line,
        ChatRequest.text(request.at("/systemInstruction/parts")),
        read.images,
        read.results,
        read.thoughts,
        read.answers,
        tools,
        schema(settings));
  }

  private static void shows(JsonNode settings, String line) throws Unexpected {
    JsonNode thinking = settings.path("thinkingConfig");
    Unexpected.unless(
        !line.equals("Play thinking.") || thinking.path("includeThoughts").asBoolean(),
        "thinking",
        thinking);
  }

  /// A schema of Google's own kind has its types in capitals.
  private static JsonNode schema(JsonNode settings) throws Unexpected {
    if (settings.has("responseJsonSchema")) {
      json(settings);
      return settings.get("responseJsonSchema");
    }
    if (settings.path("responseSchema") instanceof ObjectNode schema) {
      json(settings);
      ObjectNode lower = schema.deepCopy();
      for (JsonNode property : lower.path("properties")) {
        String type = property.path("type").asText();
        ((ObjectNode) property).put("type", type.toLowerCase(Locale.ROOT));
      }
      return lower;
    }
    return settings.path("responseSchema");
  }

  private static void json(JsonNode settings) throws Unexpected {
    String type = settings.path("responseMimeType").asText();
    Unexpected.unless(type.equals("application/json"), "a schema without JSON", type);
  }

  private void content(JsonNode content) throws Unexpected {
    JsonNode parts = content.path("parts");
    Unexpected.unless(!parts.isEmpty(), "empty content", content);
    switch (content.path("role").asText("user")) {
      case "user" -> user(parts);
      case "model" -> model(parts);
      default -> throw new Unexpected("role: " + content);
    }
  }

  /// Neighbouring contents of the user are one turn.
  private void user(JsonNode parts) throws Unexpected {
    line = line.isEmpty() ? ChatRequest.text(parts) : line;
    for (JsonNode part : parts) {
      if (part.has("inlineData")) {
        JsonNode data = part.get("inlineData");
        String bytes = data.path("data").asText().replace('-', '+').replace('_', '/');
        images.add(data.path("mimeType").asText() + " " + bytes);
      } else if (part.has("functionResponse")) {
        result(part.get("functionResponse"));
      } else {
        Unexpected.unless(part.has("text"), "part", part);
      }
    }
  }

  /// By its id where it has one, else by the order.
  private void result(JsonNode response) throws Unexpected {
    Waiting next = waiting.poll();
    Unexpected.unless(
        next != null
            && response.path("name").asText().equals(next.name)
            && response.path("id").asText(next.id).equals(next.id)
            && response.path("response").isObject(),
        "a response that is not to " + next,
        response);
    results.getLast().add(new Result(next == null ? "" : next.id, returned(response)));
  }

  private static String returned(JsonNode response) {
    JsonNode output = response.at("/response/output");
    return output.isTextual() ? output.asText() : response.path("response").toString();
  }

  private void model(JsonNode parts) throws Unexpected {
    Unexpected.unless(waiting.isEmpty(), "results missing", waiting);
    answers++;
    StringBuilder thought = new StringBuilder();
    boolean calling = false;
    for (JsonNode part : parts) {
      String signature = part.path("thoughtSignature").asText("");
      Unexpected.unless(SIGNATURES.contains(signature), "signature", part);
      if (part.path("thought").asBoolean()) {
        thought.append(part.path("text").asText());
      } else if (part.has("functionCall")) {
        call(part, !calling);
        calling = true;
      }
    }
    if (!thought.isEmpty()) {
      thoughts.add(new Thought(thought.toString(), ""));
    }
  }

  private void call(JsonNode part, boolean first) throws Unexpected {
    JsonNode call = part.get("functionCall");
    String signature = part.path("thoughtSignature").asText("");
    Unexpected.unless(first != signature.isEmpty(), "signature", part);
    Unexpected.unless(call.path("args").isObject() || !call.has("args"), "arguments", call);
    if (first) {
      results.add(new ArrayList<>());
    }
    String id = GeminiSpeech.CALL + "scene" + calls++;
    Unexpected.unless(call.path("id").asText(id).equals(id), "id", call);
    waiting.add(new Waiting(id, call.path("name").asText()));
  }
}

package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Translates what decides how a simulated model answers into the form in which it is read for all
/// dialects: the last message, tools and their choice, the format, stop sequences.
final class AsChat {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private final JsonNode request;
  private final ObjectNode chat = MAKE.objectNode();

  private AsChat(JsonNode request) {
    this.request = request;
  }

  /// The body of a chat that gets the same answer.
  static byte[] of(JsonNode request) {
    AsChat translated = new AsChat(request);
    translated.last();
    translated.tools();
    translated.format();
    return translated.chat.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void last() {
    JsonNode contents = RequestMembers.get(request, "contents");
    JsonNode content = contents.path(contents.size() - 1);
    StringBuilder text = new StringBuilder();
    for (JsonNode part : RequestMembers.parts(content)) {
      text.append(part.path("text").asText(""));
    }
    boolean model = content.path("role").asText("").equals("model");
    ObjectNode message = chat.putArray("messages").addObject();
    message.put("role", hasResult(content) ? "tool" : model ? "assistant" : "user");
    message.put("content", text.toString()).put("prefix", model);
  }

  private static boolean hasResult(JsonNode content) {
    return Turns.count(content, "functionResponse") > 0;
  }

  private void tools() {
    JsonNode config =
        RequestMembers.get(RequestMembers.get(request, "toolConfig"), "functionCallingConfig");
    JsonNode allowed = RequestMembers.get(config, "allowedFunctionNames");
    List<String> names = allowed.valueStream().map(JsonNode::asText).toList();
    ArrayNode tools = chat.putArray("tools");
    for (JsonNode tool : RequestMembers.get(request, "tools")) {
      for (JsonNode declaration : RequestMembers.get(tool, "functionDeclarations")) {
        String name = declaration.path("name").asText("");
        if (names.isEmpty() || names.contains(name)) {
          ObjectNode made = tools.addObject().put("name", name);
          parameters(declaration).ifPresent(schema -> made.set("parameters", schema));
        }
      }
    }
    chat.put("tool_choice", choice(config.path("mode").asText("")));
  }

  private static String choice(String mode) {
    return switch (mode) {
      case "ANY" -> "required";
      case "NONE" -> "none";
      default -> "auto";
    };
  }

  private static Optional<JsonNode> parameters(JsonNode declaration) {
    JsonNode own = RequestMembers.get(declaration, "parameters");
    return own.isObject()
        ? Optional.of(lowered(own))
        : Optional.of(RequestMembers.get(declaration, "parametersJsonSchema"))
            .filter(JsonNode::isObject);
  }

  private void format() {
    JsonNode config = RequestMembers.get(request, "generationConfig");
    RequestMembers.get(config, "stopSequences").forEach(chat.withArray("stop")::add);
    if (!RequestMembers.get(config, "responseMimeType").asText("").equals("application/json")) {
      return;
    }
    JsonNode own = RequestMembers.get(config, "responseSchema");
    JsonNode schema =
        own.isMissingNode() ? RequestMembers.get(config, "responseJsonSchema") : lowered(own);
    ObjectNode format = chat.putObject("response_format");
    format.put("type", schema.isMissingNode() ? "json_object" : "json_schema");
    format.set("schema", schema.isMissingNode() ? MAKE.objectNode() : schema);
  }

  /// A schema whose types have JSON Schema's names: Google writes `STRING` for `string`.
  private static JsonNode lowered(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode all = MAKE.arrayNode();
      schema.forEach(one -> all.add(lowered(one)));
      return all;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode same = MAKE.objectNode();
    for (var member : schema.properties()) {
      JsonNode value = member.getValue();
      boolean type = member.getKey().equals("type") && value.isTextual();
      String key = member.getKey().equals("any_of") ? "anyOf" : member.getKey();
      same.set(key, type ? MAKE.textNode(value.asText().toLowerCase(Locale.ROOT)) : lowered(value));
    }
    return same;
  }
}

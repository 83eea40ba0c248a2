package dev.sluice.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads messages and tools out of a request's body, whatever its dialect.
final class SentBody {
  static final ObjectMapper JSON = new ObjectMapper();

  /// The names of members that hold text, in the dialects' parts of messages.
  private static final List<String> TEXTS =
      List.of("text", "content", "output", "parts", "functionResponse", "function_response");

  private final JsonNode root;
  private final List<SentMessage> messages = new ArrayList<>();

  private SentBody(JsonNode root) {
    this.root = root;
  }

  /// Returns the body as JSON; missing where it is none.
  static JsonNode tree(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  static List<SentMessage> messages(JsonNode root) {
    SentBody body = new SentBody(root);
    body.read();
    return List.copyOf(body.messages);
  }

  static List<String> tools(JsonNode root) {
    List<String> names = new ArrayList<>();
    for (JsonNode tool : root.path("tools")) {
      String name = tool.path("function").path("name").asText(tool.path("name").asText(""));
      if (!name.isEmpty()) {
        names.add(name);
      }
      JsonNode declared = first(tool, "functionDeclarations", "function_declarations");
      declared.forEach(function -> names.add(function.path("name").asText("")));
    }
    return List.copyOf(names);
  }

  private void read() {
    add("system", root.path("system"));
    add("system", root.path("instructions"));
    add("system", first(root, "systemInstruction", "system_instruction"));
    root.path("messages").forEach(this::message);
    root.path("contents").forEach(this::message);
    inputs(root.path("input"));
    inputs(root.path("prompt"));
    inputs(root.path("texts"));
    add("user", root.path("content"));
    root.path("requests").forEach(request -> add("user", request.path("content")));
  }

  private void inputs(JsonNode input) {
    if (!input.isArray()) {
      add("user", input);
      return;
    }
    for (JsonNode one : input) {
      if (one.isObject()) {
        message(one);
      } else {
        add("user", one);
      }
    }
  }

  private void message(JsonNode message) {
    boolean result = message.path("type").asText("").endsWith("output");
    String role = message.path("role").asText(result ? "tool" : "user");
    messages.add(new SentMessage(role.equals("model") ? "assistant" : role, text(message)));
  }

  private void add(String role, JsonNode content) {
    if (!content.isMissingNode() && !content.isNull()) {
      messages.add(new SentMessage(role, text(content)));
    }
  }

  private static JsonNode first(JsonNode node, String camel, String snake) {
    return node.has(camel) ? node.path(camel) : node.path(snake);
  }

  private static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    StringBuilder all = new StringBuilder();
    if (node.isArray()) {
      node.forEach(one -> all.append(text(one)));
    } else if (node.has("response")) {
      all.append(node.path("response"));
    } else {
      TEXTS.forEach(name -> all.append(node.has(name) ? text(node.path(name)) : ""));
    }
    return all.toString();
  }
}

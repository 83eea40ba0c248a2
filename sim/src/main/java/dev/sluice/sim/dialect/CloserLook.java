package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The content of a call with tools, a format, stop sequences or the beginning of its answer. Tools
/// of chat and of responses differ in one level of nesting; here they look alike.
record CloserLook(JsonNode root) {

  /// The type of what holds tools, and where a tool says what it stands in.
  static final String NAMESPACE = "namespace";

  static CloserLook at(byte[] body) throws Refusal {
    return new CloserLook(JsonReading.tree(body));
  }

  /// Returns the JSON text that the answer has to be; null where any text will do.
  @Nullable String format() {
    JsonNode format = root.path("response_format");
    if (format.isMissingNode()) {
      format = root.path("text").path("format");
    }
    return switch (format.path("type").asText("text")) {
      case "json_object" -> "{\"answer\":\"yes\",\"words\":[\"Straße\",\"two\"],\"count\":2}";
      case "json_schema" ->
          Sample.of(
              format.path("json_schema").path("schema").isMissingNode()
                  ? format.path("schema")
                  : format.path("json_schema").path("schema"));
      default -> null;
    };
  }

  /// Returns the sequences at which the answer stops.
  List<String> stops() {
    JsonNode stop = root.path(root.has("stop") ? "stop" : "stop_sequences");
    List<String> stops = new ArrayList<>();
    (stop.isArray() ? stop : List.of(stop)).forEach(s -> stops.add(s.asText("")));
    return stops.stream().filter(s -> !s.isEmpty()).toList();
  }

  /// What the answer begins with: the last message, where the request says that the answer goes on
  /// with it. Empty where it does not.
  String given() {
    boolean goesOn =
        root.path("continue_final_message").asBoolean() || last().path("prefix").asBoolean();
    return goesOn && last().path("role").asText("").equals("assistant")
        ? last().path("content").asText("")
        : "";
  }

  /// Returns the tools to be called: the tool that is forced, else those that the last message
  /// names, else, if any is required, the first one; none if that message is the result of a tool.
  List<JsonNode> tools() {
    List<JsonNode> tools = functions().toList();
    JsonNode choice = root.path("tool_choice");
    String forced = function(choice).path("name").asText("");
    if (!forced.isEmpty()) {
      return tools.stream().filter(t -> name(t).equals(forced)).toList();
    }
    if (tools.isEmpty() || choice.asText("auto").equals("none")) {
      return List.of();
    }
    List<JsonNode> named = named(tools);
    boolean required = choice.asText("auto").equals("required");
    return named.isEmpty() && required ? tools.subList(0, 1) : named;
  }

  private List<JsonNode> named(List<JsonNode> tools) {
    JsonNode last = last();
    boolean result =
        last.path("role").asText("").equals("tool")
            || last.path("type").asText("").endsWith("output")
            || last.path("content").path(0).path("type").asText("").equals("tool_result");
    String text = result ? "" : last.toString();
    List<JsonNode> named = tools.stream().filter(t -> text.contains(name(t))).toList();
    boolean parallel = root.path("parallel_tool_calls").asBoolean(true);
    return parallel || named.isEmpty() ? named : named.subList(0, 1);
  }

  private JsonNode last() {
    JsonNode messages = root.has("messages") ? root.path("messages") : root.path("input");
    return messages.isArray() ? messages.path(messages.size() - 1) : messages;
  }

  private Stream<JsonNode> functions() {
    List<JsonNode> functions = new ArrayList<>();
    for (JsonNode tool : root.path("tools")) {
      if (tool.path("type").asText("").equals(NAMESPACE)) {
        tool.path("tools").forEach(inside -> functions.add(named(inside, name(tool))));
      } else {
        functions.add(function(tool));
      }
    }
    return functions.stream().filter(f -> !name(f).isEmpty());
  }

  private static JsonNode named(JsonNode tool, String namespace) {
    return tool.isObject() ? ((ObjectNode) tool.deepCopy()).put(NAMESPACE, namespace) : tool;
  }

  private static JsonNode function(JsonNode tool) {
    return tool.has("function") ? tool.get("function") : tool;
  }

  static String name(JsonNode function) {
    return function.path("name").asText("");
  }
}

package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of tools, and of the choice which of them may be called.
final class ChatToolDecoder {
  private ChatToolDecoder() {}

  static List<Tool> tools(@Nullable JsonNode tools, List<Extra> extras) {
    var read = new ArrayList<Tool>();
    for (JsonNode tool : tools == null ? List.<JsonNode>of() : tools.children()) {
      read.add(tool(tool, extras));
    }
    return read;
  }

  private static Tool tool(JsonNode tool, List<Extra> extras) {
    boolean freeform = "custom".equals(tool.string("type"));
    if (!freeform && !"function".equals(tool.string("type"))) {
      throw new Untranslatable(tool.path() + ".type", "neither function nor custom");
    }
    JsonNode body = tool.get(freeform ? "custom" : "function");
    String name = body == null ? null : body.string("name");
    if (body == null || name == null || name.isEmpty()) {
      throw new Untranslatable(tool, "a tool needs a name");
    }
    return freeform ? freeform(tool, body, name, extras) : function(body, name);
  }

  private static Tool freeform(JsonNode tool, JsonNode body, String name, List<Extra> extras) {
    JsonNode format = body.get("format");
    if (format != null && !"text".equals(format.string("type"))) {
      extras.add(Extra.drop(format));
    }
    return new Tool.Freeform(name, body.string("description"), SourcePath.of(tool));
  }

  private static Tool function(JsonNode body, String name) {
    RawJson schema = schema(body.get("parameters"));
    boolean strict = body.isTrue("strict");
    return new Tool.Function(
        name, body.string("description"), schema, strict, null, "", SourcePath.of(body));
  }

  private static @Nullable RawJson schema(@Nullable JsonNode parameters) {
    if (parameters == null) {
      return null;
    }
    if (!parameters.is(JsonKind.OBJECT)) {
      throw new Untranslatable(parameters, "a schema is an object");
    }
    return parameters.raw();
  }

  static ToolChoice choice(JsonNode top) {
    return OpenAiToolChoice.of(top, ChatToolDecoder::named);
  }

  private static ToolChoice named(JsonNode choice, @Nullable Boolean parallel) {
    JsonNode allowed = choice.get("allowed_tools");
    return allowed == null
        ? new ToolChoice(Mode.ONE, name(choice), List.of(), parallel, SourcePath.of(choice))
        : allowed(choice, allowed, parallel);
  }

  private static String name(JsonNode tool) {
    JsonNode function = tool.get("function");
    JsonNode body = function == null ? tool.get("custom") : function;
    String name = body == null ? null : body.string("name");
    if (name == null) {
      throw new Untranslatable(tool, "a tool's name is needed");
    }
    return name;
  }

  private static ToolChoice allowed(JsonNode choice, JsonNode allowed, @Nullable Boolean parallel) {
    var names = new ArrayList<String>();
    allowed.children("tools").forEach(tool -> names.add(name(tool)));
    Mode mode = "required".equals(allowed.string("mode")) ? Mode.ANY : Mode.AUTO;
    return new ToolChoice(mode, null, names, parallel, SourcePath.of(choice));
  }
}

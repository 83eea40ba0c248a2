package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A decoder of tools, and of the choice which of them may be called.
final class GeminiToolDecoder {
  private GeminiToolDecoder() {}

  static List<Tool> tools(@Nullable JsonNode tools, List<Extra> extras) {
    var read = new ArrayList<Tool>();
    for (JsonNode tool : tools == null ? List.<JsonNode>of() : tools.children()) {
      tool.children().forEach(kind -> read.addAll(kind(kind, extras)));
    }
    return read;
  }

  private static List<Tool> kind(JsonNode kind, List<Extra> extras) {
    return switch (Spelling.camel(kind)) {
      case "functionDeclarations" ->
          kind.children().stream().map(function -> function(function, extras)).toList();
      case "googleSearch", "googleSearchRetrieval" -> List.of(search(kind));
      default ->
          throw new Untranslatable(kind, "Google alone runs this tool: the target has none such");
    };
  }

  private static Tool search(JsonNode kind) {
    return new Tool.Hosted("web_search", kind.name(), WebSearch.UNBOUND, SourcePath.of(kind));
  }

  private static Tool function(JsonNode function, List<Extra> extras) {
    String name = function.string("name", "");
    if (name.isEmpty()) {
      throw new Untranslatable(function.path() + ".name", "a function needs a name");
    }
    for (JsonNode property : function.children()) {
      switch (Spelling.camel(property)) {
        case "name", "description", "parameters", "parametersJsonSchema" -> {}
        default -> extras.add(Extra.drop(property));
      }
    }
    return new Tool.Function(
        name,
        function.string("description"),
        schema(function),
        false,
        null,
        "",
        SourcePath.of(function));
  }

  private static @Nullable RawJson schema(JsonNode function) {
    JsonNode schema = Spelling.get(function, "parametersJsonSchema");
    JsonNode older = function.get("parameters");
    if (schema == null) {
      return older == null ? null : OpenApiSchema.read(object(older));
    }
    return object(schema).raw();
  }

  private static JsonNode object(JsonNode schema) {
    if (!schema.is(JsonKind.OBJECT)) {
      throw new Untranslatable(schema, "a schema is an object");
    }
    return schema;
  }

  static ToolChoice choice(@Nullable JsonNode toolConfig, List<Extra> extras) {
    if (toolConfig == null) {
      return ToolChoice.UNSAID;
    }
    JsonNode calling = calling(toolConfig, extras);
    return calling == null || !calling.is(JsonKind.OBJECT) ? ToolChoice.UNSAID : choice(calling);
  }

  private static @Nullable JsonNode calling(JsonNode toolConfig, List<Extra> extras) {
    JsonNode calling = null;
    for (JsonNode property : toolConfig.children()) {
      if (Spelling.camel(property).equals("functionCallingConfig")) {
        calling = property;
      } else {
        extras.add(Extra.drop(property));
      }
    }
    return calling;
  }

  private static ToolChoice choice(JsonNode calling) {
    Mode mode = mode(calling);
    List<String> only =
        Spelling.children(calling, "allowedFunctionNames").stream().map(JsonNode::text).toList();
    boolean one = mode == Mode.ANY && only.size() == 1;
    return new ToolChoice(
        one ? Mode.ONE : mode,
        one ? only.getFirst() : null,
        one ? List.of() : only,
        null,
        SourcePath.of(calling));
  }

  /// The mode of the choice. Only Google tells calls that fit their schemas (`VALIDATED`) from
  /// others: to other dialects that is `AUTO`.
  private static Mode mode(JsonNode calling) {
    return switch (calling.string("mode", "").toUpperCase(Locale.ROOT)) {
      case "", "MODE_UNSPECIFIED" -> Mode.UNSAID;
      case "AUTO", "VALIDATED" -> Mode.AUTO;
      case "ANY" -> Mode.ANY;
      case "NONE" -> Mode.NONE;
      default ->
          throw new Untranslatable(calling.path() + ".mode", "none of AUTO, ANY, NONE, VALIDATED");
    };
  }
}

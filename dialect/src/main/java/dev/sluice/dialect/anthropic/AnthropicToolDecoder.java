package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of tools, and of the choice which of them may be called. Tools whose loading is
/// deferred are tools like others to a vendor that does not search them.
final class AnthropicToolDecoder {
  private static final String DIRECT = "direct";

  private AnthropicToolDecoder() {}

  static List<Tool> tools(@Nullable JsonNode tools, List<Extra> extras) {
    var read = new ArrayList<Tool>();
    for (JsonNode tool : tools == null ? List.<JsonNode>of() : tools.children()) {
      read.add(tool(tool, extras));
    }
    return read;
  }

  private static Tool tool(JsonNode tool, List<Extra> extras) {
    String name = tool.string("name");
    if (name == null || name.isEmpty()) {
      throw new Untranslatable(tool.path() + ".name", "Field required");
    }
    String type = tool.string("type");
    if (type != null && !type.equals("custom")) {
      WebSearch search = type.startsWith("web_search_") ? search(tool) : null;
      return new Tool.Hosted(name, type, search, SourcePath.of(tool));
    }
    JsonNode schema = tool.get("input_schema");
    if (schema == null || !schema.is(JsonKind.OBJECT)) {
      throw new Untranslatable(tool.path() + ".input_schema", "an object is required");
    }
    extras(tool, extras);
    return new Tool.Function(
        name,
        tool.string("description"),
        schema.raw(),
        tool.isTrue("strict"),
        AnthropicBlockDecoder.cache(tool),
        "",
        SourcePath.of(tool));
  }

  private static WebSearch search(JsonNode tool) {
    JsonNode location = tool.get("user_location");
    long most = tool.number("max_uses", -1);
    return new WebSearch(
        domains(tool, "allowed_domains"),
        domains(tool, "blocked_domains"),
        location == null ? null : location.raw(),
        most < 0 ? null : (Long) most);
  }

  private static List<String> domains(JsonNode tool, String name) {
    return tool.children(name).stream().map(JsonNode::text).toList();
  }

  private static void extras(JsonNode tool, List<Extra> extras) {
    JsonNode examples = tool.get("input_examples");
    if (examples != null) {
      extras.add(Extra.drop(examples));
    }
    JsonNode callers = tool.get("allowed_callers");
    if (callers != null && callers.children().stream().noneMatch(c -> c.text().equals(DIRECT))) {
      extras.add(Extra.refuse(callers, "the target's models call tools directly or not at all"));
    }
  }

  static ToolChoice choice(@Nullable JsonNode choice) {
    if (choice == null) {
      return ToolChoice.UNSAID;
    }
    JsonNode flag = choice.get("disable_parallel_tool_use");
    Boolean parallel = flag == null ? null : (Boolean) !choice.isTrue("disable_parallel_tool_use");
    String name = choice.string("name");
    Mode mode =
        switch (String.valueOf(choice.string("type"))) {
          case "auto" -> Mode.AUTO;
          case "any" -> Mode.ANY;
          case "tool" -> Mode.ONE;
          case "none" -> Mode.NONE;
          default ->
              throw new Untranslatable("tool_choice.type", "none of auto, any, tool and none");
        };
    if (mode == Mode.ONE && name == null) {
      throw new Untranslatable("tool_choice.name", "Field required");
    }
    return new ToolChoice(
        mode, mode == Mode.ONE ? name : null, List.of(), parallel, SourcePath.of(choice));
  }
}

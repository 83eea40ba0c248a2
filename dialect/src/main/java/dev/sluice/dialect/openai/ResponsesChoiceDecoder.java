package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the choice which of the tools may be called.
final class ResponsesChoiceDecoder {
  private ResponsesChoiceDecoder() {}

  static ToolChoice choice(JsonNode top) {
    return OpenAiToolChoice.of(top, ResponsesChoiceDecoder::named);
  }

  private static ToolChoice named(JsonNode choice, @Nullable Boolean parallel) {
    SourcePath place = SourcePath.of(choice);
    return switch (choice.string("type", "")) {
      case "function", "custom" ->
          new ToolChoice(Mode.ONE, name(choice), List.of(), parallel, place);
      case "allowed_tools" -> allowed(choice, parallel, place);
      default ->
          throw new Untranslatable(
              "tool_choice.type", "none of function, custom and allowed_tools");
    };
  }

  private static ToolChoice allowed(JsonNode choice, @Nullable Boolean parallel, SourcePath place) {
    Mode mode = choice.string("mode", "").equals("required") ? Mode.ANY : Mode.AUTO;
    List<String> only =
        choice.children("tools").stream().map(ResponsesChoiceDecoder::name).toList();
    return new ToolChoice(mode, null, only, parallel, place);
  }

  private static String name(JsonNode tool) {
    String name = tool.string("name");
    if (name == null) {
      throw new Untranslatable(tool, "a tool's name is needed");
    }
    return ToolNames.qualified(tool.string("namespace", ""), name);
  }
}

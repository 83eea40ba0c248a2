package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The choice which of the tools may be called, as far as OpenAI's two dialects have it in common.
final class OpenAiToolChoice {
  private OpenAiToolChoice() {}

  /// A reader of a choice that names tools.
  @FunctionalInterface
  interface Named {
    ToolChoice read(JsonNode choice, @Nullable Boolean parallel);
  }

  /// The choice of a request.
  static ToolChoice of(JsonNode top, Named named) {
    JsonNode flag = top.get("parallel_tool_calls");
    Boolean parallel = flag == null ? null : (Boolean) top.isTrue("parallel_tool_calls");
    JsonNode choice = top.get("tool_choice");
    if (choice == null) {
      return new ToolChoice(Mode.UNSAID, null, List.of(), parallel, SourcePath.NONE);
    }
    return choice.is(JsonKind.STRING)
        ? new ToolChoice(mode(choice), null, List.of(), parallel, SourcePath.of(choice))
        : named.read(choice, parallel);
  }

  /// Writes a choice.
  ///
  /// @param one writes the choice of the tool of this name
  static void write(JsonOutput out, ToolChoice choice, Consumer<String> one) {
    switch (choice.mode()) {
      case UNSAID -> {}
      case AUTO -> out.field("tool_choice", "auto");
      case NONE -> out.field("tool_choice", "none");
      case ANY -> out.field("tool_choice", "required");
      case ONE -> one.accept(String.valueOf(choice.name()));
    }
  }

  private static Mode mode(JsonNode word) {
    return switch (word.text()) {
      case "auto" -> Mode.AUTO;
      case "none" -> Mode.NONE;
      case "required" -> Mode.ANY;
      default -> throw new Untranslatable(word, "none of auto, none and required");
    };
  }
}

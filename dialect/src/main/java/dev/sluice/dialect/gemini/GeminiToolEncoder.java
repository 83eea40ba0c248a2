package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of tools, and of the choice which of them may be called. A freeform tool is a
/// function of one text.
record GeminiToolEncoder(JsonOutput out, ToolNames names, Losses losses) {
  void encode(List<Tool> tools, ToolChoice choice) {
    List<Tool> allowed = choice.allowed(tools);
    List<Tool> hosted = allowed.stream().filter(Tool.Hosted.class::isInstance).toList();
    List<Tool> functions = allowed.stream().filter(tool -> !hosted.contains(tool)).toList();
    if (allowed.isEmpty()) {
      return;
    }
    out.name("tools").open('[');
    if (!functions.isEmpty()) {
      out.open('{').name("functionDeclarations").open('[');
      functions.forEach(this::function);
      out.close(']').close('}');
    }
    hosted.forEach(this::hosted);
    out.close(']');
    if (!functions.isEmpty()) {
      choice(choice, functions.stream().anyMatch(GeminiToolEncoder::isStrict));
    }
  }

  private void hosted(Tool tool) {
    var hosted = (Tool.Hosted) tool;
    WebSearch search = hosted.search();
    if (search == null) {
      throw unknown(hosted);
    }
    if (!search.equals(WebSearch.UNBOUND)) {
      losses.drop(hosted.place().path(), "this target's search takes no bounds");
    }
    out.open('{').name("googleSearch").open('{').close('}').close('}');
  }

  private static Untranslatable unknown(Tool.Hosted hosted) {
    return new Untranslatable(
        hosted.path(),
        "the tool \"" + hosted.type() + "\" is run by its provider: this target has none such");
  }

  private static boolean isStrict(Tool tool) {
    return tool instanceof Tool.Function function && function.strict();
  }

  private void function(Tool tool) {
    switch (tool) {
      case Tool.Function function ->
          function(function.name(), function.description(), function.schema());
      case Tool.Finder finder -> function(finder.function());
      case Tool.Freeform freeform ->
          function(freeform.name(), freeform.description(), Schemas.ONE_TEXT);
      case Tool.Hosted _ -> throw new IllegalStateException("no function: " + tool);
    }
  }

  private void function(String name, @Nullable String description, @Nullable RawJson schema) {
    out.open('{').field("name", names.sent(name));
    if (description != null && !description.isEmpty()) {
      out.field("description", description);
    }
    if (schema != null) {
      out.field("parametersJsonSchema", GeminiSchema.adapt(schema, out.meter()));
    }
    out.close('}');
  }

  /// Writes the choice.
  ///
  /// @param strict whether calls are to fit the functions' schemas
  private void choice(ToolChoice choice, boolean strict) {
    if (Boolean.FALSE.equals(choice.parallel())) {
      losses.drop(
          losses.path(Setting.PARALLEL_TOOL_CALLS),
          "this target calls as many as it likes at once");
    }
    String mode = mode(choice.mode(), strict);
    if (!mode.isEmpty()) {
      calling(mode, choice);
    }
  }

  private void calling(String mode, ToolChoice choice) {
    out.name("toolConfig").open('{').name("functionCallingConfig").open('{').field("mode", mode);
    if (choice.mode() == Mode.ONE) {
      out.name("allowedFunctionNames").open('[');
      out.string(names.sent(String.valueOf(choice.name()))).close(']');
    }
    out.close('}').close('}');
  }

  private static String mode(Mode mode, boolean strict) {
    return switch (mode) {
      case UNSAID -> strict ? "VALIDATED" : "";
      case AUTO -> strict ? "VALIDATED" : "AUTO";
      case NONE -> "NONE";
      case ANY, ONE -> "ANY";
    };
  }
}

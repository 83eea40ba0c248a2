package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of tools, and of the choice which of them may be called. A freeform tool is a
/// function of one text where the target is not OpenAI's own.
final class ChatToolEncoder {
  private final JsonOutput out;
  private final boolean custom;
  private final ToolNames names;
  private final Losses losses;

  ChatToolEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    custom = rules.surface() == ChatSurface.OPENAI;
    this.names = names;
    this.losses = losses;
  }

  void encode(List<Tool> tools, ToolChoice choice) {
    if (tools.isEmpty()) {
      return;
    }
    out.name("tools").open('[');
    choice.allowed(tools).forEach(this::tool);
    out.close(']');
    OpenAiToolChoice.write(out, choice, this::one);
    if (Boolean.FALSE.equals(choice.parallel())) {
      out.name("parallel_tool_calls").bool(false);
    }
  }

  private void tool(Tool tool) {
    switch (tool) {
      case Tool.Function function -> function(function);
      case Tool.Finder finder -> function(finder.function());
      case Tool.Freeform freeform -> freeform(freeform);
      case Tool.Hosted hosted ->
          throw new Untranslatable(
              hosted.path(),
              "the tool \""
                  + hosted.type()
                  + "\" is run by its provider: this target has none such");
    }
  }

  private void freeform(Tool.Freeform freeform) {
    String kind = custom ? "custom" : "function";
    out.open('{').field("type", kind).name(kind).open('{');
    head(freeform.name(), freeform.description());
    if (!custom) {
      out.field("parameters", Schemas.ONE_TEXT);
    }
    out.close('}').close('}');
  }

  private void function(Tool.Function function) {
    out.open('{').field("type", "function").name("function").open('{');
    head(function.name(), function.description());
    RawJson schema = function.schema();
    out.field("parameters", schema == null ? Schemas.NO_ARGUMENTS : schema);
    if (function.strict()) {
      strict(function, schema);
    }
    out.close('}').close('}');
  }

  private void strict(Tool.Function function, @Nullable RawJson schema) {
    if (schema != null && Schemas.requiresAll(schema, out.meter())) {
      out.name("strict").bool(true);
    } else {
      losses.drop(
          function.place().path() + ".strict", "this target needs every property to be required");
    }
  }

  private void head(String name, @Nullable String description) {
    out.field("name", names.sent(name));
    if (description != null && !description.isEmpty()) {
      out.field("description", description);
    }
  }

  private void one(String name) {
    String kind = custom && names.isFreeform(name) ? "custom" : "function";
    out.name("tool_choice").open('{').field("type", kind).name(kind).open('{');
    out.field("name", names.sent(name)).close('}').close('}');
  }
}

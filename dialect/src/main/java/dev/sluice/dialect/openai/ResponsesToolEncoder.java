package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of tools, and of the choice which of them may be called. Each function says whether
/// it is strict: a function that does not would be made strict where its schema allows it.
final class ResponsesToolEncoder {
  private final JsonOutput out;
  private final ToolNames names;
  private final Losses losses;

  /// The most uses of the provider's tools; null for no bound.
  private @Nullable Long most;

  ResponsesToolEncoder(JsonOutput out, ToolNames names, Losses losses) {
    this.out = out;
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
    bounds(choice.parallel());
  }

  private void bounds(@Nullable Boolean parallel) {
    if (Boolean.FALSE.equals(parallel)) {
      out.name("parallel_tool_calls").bool(false);
    }
    if (most != null) {
      out.field("max_tool_calls", most);
    }
  }

  private void tool(Tool tool) {
    switch (tool) {
      case Tool.Function function -> function(function);
      case Tool.Finder finder -> function(finder.function());
      case Tool.Freeform freeform -> head("custom", freeform.name(), freeform.description());
      case Tool.Hosted hosted -> hosted(hosted);
    }
    out.close('}');
  }

  private void head(String type, String name, @Nullable String description) {
    out.open('{').field("type", type).field("name", names.sent(name));
    if (description != null && !description.isEmpty()) {
      out.field("description", description);
    }
  }

  private void function(Tool.Function function) {
    head("function", function.name(), function.description());
    RawJson schema = function.schema();
    out.field("parameters", schema == null ? Schemas.NO_ARGUMENTS : schema);
    boolean strict =
        function.strict() && schema != null && Schemas.requiresAll(schema, out.meter());
    if (function.strict() && !strict) {
      losses.drop(
          function.place().path() + ".strict", "this target needs every property to be required");
    }
    out.name("strict").bool(strict);
  }

  private void hosted(Tool.Hosted hosted) {
    WebSearch search = hosted.search();
    if (search == null) {
      throw new Untranslatable(
          hosted.place().path() + ".type",
          "the tool \"" + hosted.type() + "\" is run by its provider: this target has none such");
    }
    if (!search.blocked().isEmpty()) {
      losses.drop(hosted.place().path() + ".blocked_domains", "this target takes no such list");
    }
    most = search.most();
    out.open('{').field("type", "web_search");
    if (!search.allowed().isEmpty()) {
      out.name("filters").open('{').name("allowed_domains").open('[');
      search.allowed().forEach(out::string);
      out.close(']').close('}');
    }
    if (search.location() != null) {
      out.field("user_location", search.location());
    }
  }

  private void one(String name) {
    out.name("tool_choice").open('{');
    out.field("type", names.isFreeform(name) ? "custom" : "function");
    out.field("name", names.sent(name)).close('}');
  }
}

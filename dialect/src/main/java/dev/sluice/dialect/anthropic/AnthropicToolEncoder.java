package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.hub.WebSearch;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of tools, and of the choice which of them may be called. A freeform tool is a
/// function of one text.
record AnthropicToolEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
  private static final String SEARCH = "web_search_20250305";

  /// Writes the tools and the choice.
  ///
  /// @param thinks whether the model is asked to think
  void encode(HubRequest request, boolean thinks) {
    if (request.tools().isEmpty()) {
      return;
    }
    out.name("tools").open('[');
    request.choice().allowed(request.tools()).forEach(this::tool);
    out.close(']');
    choice(request.choice(), thinks);
  }

  private void tool(Tool tool) {
    switch (tool) {
      case Tool.Function function -> function(function);
      case Tool.Finder finder -> function(finder.function());
      case Tool.Freeform freeform -> {
        head(freeform.name(), freeform.description());
        out.field("input_schema", Schemas.ONE_TEXT).close('}');
      }
      case Tool.Hosted hosted -> hosted(hosted);
    }
  }

  private void hosted(Tool.Hosted hosted) {
    WebSearch search = hosted.search();
    if (search == null) {
      throw new Untranslatable(
          hosted.place().path() + ".type",
          "the tool \"" + hosted.type() + "\" is run by its provider: this target has none such");
    }
    out.open('{').field("type", SEARCH).field("name", "web_search");
    if (search.most() != null) {
      out.field("max_uses", search.most());
    }
    domains("allowed_domains", search.allowed());
    domains("blocked_domains", search.blocked());
    if (search.location() != null) {
      out.field("user_location", search.location());
    }
    out.close('}');
  }

  private void domains(String name, List<String> domains) {
    if (!domains.isEmpty()) {
      out.name(name).open('[');
      domains.forEach(out::string);
      out.close(']');
    }
  }

  private void head(String name, @Nullable String description) {
    out.open('{').field("name", names.sent(name));
    if (description != null && !description.isEmpty()) {
      out.field("description", description);
    }
  }

  private void function(Tool.Function function) {
    head(function.name(), function.description());
    RawJson schema = function.schema() == null ? Schemas.NO_ARGUMENTS : function.schema();
    if (function.strict()) {
      strict(schema, function.place().path());
    } else {
      out.field("input_schema", AnthropicSchema.typed(schema, out.meter()));
    }
    if (function.cache() != null) {
      AnthropicMessageEncoder.cacheControl(out, function.cache());
    }
    out.close('}');
  }

  /// Writes whether a tool is strict. A schema that refers to itself is never strict.
  private void strict(RawJson schema, String path) {
    if (Schemas.read(schema, out.meter(), SchemaCycles::has)) {
      losses.drop(path + ".strict", "the schema refers to itself");
      out.field("input_schema", AnthropicSchema.typed(schema, out.meter()));
    } else {
      RawJson adapted = AnthropicSchema.adapt(schema, path + ".parameters", out.meter());
      out.field("input_schema", AnthropicSchema.typed(adapted, out.meter()))
          .name("strict")
          .bool(true);
    }
  }

  private void choice(ToolChoice choice, boolean thinks) {
    Mode mode = mode(choice, thinks);
    boolean serial = Boolean.FALSE.equals(choice.parallel()) && mode != Mode.NONE;
    if (mode != Mode.UNSAID || serial) {
      choice(mode, String.valueOf(choice.name()), serial);
    }
  }

  private Mode mode(ToolChoice choice, boolean thinks) {
    boolean forbidden = rules.facts().refuses(Limit.FORCED_TOOLS) || thinks;
    if (choice.forces() && forbidden) {
      losses.drop(losses.path(Setting.TOOL_CHOICE), "this model cannot be forced to call a tool");
      return Mode.AUTO;
    }
    return choice.mode();
  }

  private void choice(Mode mode, String name, boolean serial) {
    out.name("tool_choice").open('{').field("type", type(mode));
    if (mode == Mode.ONE) {
      out.field("name", names.sent(name));
    }
    if (serial) {
      out.name("disable_parallel_tool_use").bool(true);
    }
    out.close('}');
  }

  private static String type(Mode mode) {
    return switch (mode) {
      case UNSAID, AUTO -> "auto";
      case NONE -> "none";
      case ANY -> "any";
      case ONE -> "tool";
    };
  }
}

package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of the settings: how the model is to answer.
final class ResponsesSettingsEncoder extends OpenAiSettingsEncoder {
  /// The least bound on the output that Responses takes, in tokens.
  private static final long LEAST_OUTPUT = 16;

  ResponsesSettingsEncoder(JsonOutput out, TargetRules rules, Losses losses) {
    super(out, rules, losses);
  }

  /// Writes the settings.
  ///
  /// @param searches whether the model may search the web
  void encode(Settings settings, boolean searches) {
    maxOutput(settings.maxOutput());
    sampling(settings);
    refuseStop(settings.stop());
    reasoning(settings);
    include(searches);
    format(settings.format());
    user(settings.endUser());
    tier(settings.tier());
    losses.extras(settings.extras());
  }

  private void sampling(Settings settings) {
    sampling("temperature", Setting.TEMPERATURE, settings.temperature());
    sampling("top_p", Setting.TOP_P, settings.topP());
    if (settings.topK() != null) {
      losses.drop(losses.path(Setting.TOP_K), "Responses has no such property");
    }
  }

  private void maxOutput(@Nullable Long bound) {
    if (bound == null) {
      return;
    }
    refuseNone(bound);
    out.field("max_output_tokens", within(bound));
  }

  private long within(long bound) {
    long most = facts.maxOutput() > 0 ? facts.maxOutput() : Long.MAX_VALUE;
    long within = Math.clamp(bound, Math.min(LEAST_OUTPUT, most), most);
    if (within != bound) {
      losses.note(losses.path(Setting.MAX_OUTPUT));
    }
    return within;
  }

  private void refuseStop(List<String> stop) {
    if (!stop.isEmpty()) {
      throw new Untranslatable(losses.path(Setting.STOP), "Responses has no such property");
    }
  }

  private void reasoning(Settings settings) {
    String effort = Efforts.word(settings, facts, losses);
    if (effort != null) {
      out.name("reasoning").open('{').field("effort", effort);
      if (!effort.equals("none")) {
        out.field("summary", "auto");
      }
      out.close('}');
    } else if (settings.thinks() && facts.thinks() == Thinks.YES) {
      out.name("reasoning").open('{').field("summary", "auto").close('}');
    }
  }

  /// Writes what the answer is to include. A model that thinks gives its thinking along, sealed, so
  /// that it can be sent back.
  private void include(boolean searches) {
    boolean thinks = facts.thinks() == Thinks.YES;
    if (thinks || searches) {
      out.name("include").open('[');
      included(thinks, searches);
      out.close(']');
    }
  }

  private void included(boolean thinks, boolean searches) {
    if (thinks) {
      out.string("reasoning.encrypted_content");
    }
    if (searches) {
      out.string("web_search_call.action.sources");
    }
  }

  private void format(@Nullable OutputFormat format) {
    if (format == null) {
      return;
    }
    out.name("text").open('{').name("format").open('{');
    typed(format);
    out.close('}').close('}');
  }

  private void typed(OutputFormat format) {
    RawJson schema = format.schema();
    if (schema == null) {
      out.field("type", "json_object");
    } else {
      out.field("type", "json_schema");
      schema(format, schema);
    }
  }
}

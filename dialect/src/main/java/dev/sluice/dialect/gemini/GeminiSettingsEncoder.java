package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.SharedExtra;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of the settings: how the model is to answer.
///
/// Belongs to one thread.
final class GeminiSettingsEncoder {
  private static final int STOP_MAX = 5;

  private final JsonOutput out;
  private final ModelFacts facts;
  private final Losses losses;

  /// The writer of `generationConfig`.
  private final JsonOutput config;

  GeminiSettingsEncoder(JsonOutput out, TargetRules rules, Losses losses) {
    this.out = out;
    config = new JsonOutput(out.meter());
    this.facts = rules.facts();
    this.losses = losses;
  }

  void encode(Settings settings) {
    maxOutput(settings.maxOutput());
    number("temperature", settings.temperature());
    number("topP", settings.topP());
    number("topK", settings.topK());
    stop(settings.stop());
    format(settings.format());
    new GeminiThinking(config, facts, losses).encode(settings);
    extras(settings.extras());
    String inside = config.text();
    if (!inside.isEmpty()) {
      out.field("generationConfig", new RawJson("{" + inside + "}"));
    }
    tier(settings.tier());
    if (settings.endUser() != null) {
      losses.drop(losses.path(Setting.END_USER), "this target is not told of end users");
    }
  }

  private void maxOutput(@Nullable Long bound) {
    if (bound == null) {
      return;
    }
    String path = losses.path(Setting.MAX_OUTPUT);
    if (bound == 0) {
      throw new Untranslatable(path, "0 warms Anthropic's cache and asks for no answer");
    }
    config.field("maxOutputTokens", within(bound, path));
  }

  private long within(long bound, String path) {
    boolean above = facts.maxOutput() > 0 && bound > facts.maxOutput();
    if (above) {
      losses.note(path);
    }
    return above ? facts.maxOutput() : bound;
  }

  private void number(String name, @Nullable RawJson value) {
    if (value != null) {
      config.field(name, value);
    }
  }

  private void stop(List<String> stop) {
    if (stop.size() > STOP_MAX) {
      throw new Untranslatable(
          losses.path(Setting.STOP), "this target takes at most " + STOP_MAX + " sequences");
    }
    if (!stop.isEmpty()) {
      config.name("stopSequences").open('[');
      stop.forEach(config::string);
      config.close(']');
    }
  }

  private void format(@Nullable OutputFormat format) {
    if (format == null) {
      return;
    }
    config.field("responseMimeType", "application/json");
    RawJson schema = format.schema();
    if (schema != null) {
      config.field("responseJsonSchema", GeminiSchema.adapt(schema, out.meter()));
    }
  }

  private void extras(List<Extra> extras) {
    var others = new ArrayList<Extra>();
    for (Extra extra : extras) {
      SharedExtra shared = SharedExtra.of(extra);
      if (shared == null) {
        others.add(extra);
      } else {
        number(shared.gemini(), extra.number());
      }
    }
    losses.extras(others);
  }

  private void tier(@Nullable String tier) {
    if (tier == null) {
      return;
    }
    switch (tier) {
      case "auto" -> {}
      case "default" -> out.field("serviceTier", "standard");
      case "flex", "priority" -> out.field("serviceTier", tier);
      default ->
          losses.drop(losses.path(Setting.SERVICE_TIER), "this target has no tier of this name");
    }
  }
}

package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Digests;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.Schemas;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.Untranslatable;
import org.jspecify.annotations.Nullable;

/// An encoder of the settings in one of OpenAI's dialects, with what both write alike.
abstract class OpenAiSettingsEncoder {
  private static final int USER_MAX = 64;

  protected final JsonOutput out;
  protected final TargetRules rules;
  protected final ModelFacts facts;
  protected final Losses losses;

  protected OpenAiSettingsEncoder(JsonOutput out, TargetRules rules, Losses losses) {
    this.out = out;
    this.rules = rules;
    this.facts = rules.facts();
    this.losses = losses;
  }

  protected final void sampling(String name, Setting setting, @Nullable RawJson value) {
    if (value == null) {
      return;
    }
    if (facts.refuses(Limit.SAMPLING)) {
      losses.drop(losses.path(setting), "this model refuses it");
    } else {
      out.field(name, value);
    }
  }

  /// Refuses a bound of no tokens.
  protected final void refuseNone(long maxOutput) {
    if (maxOutput == 0) {
      throw new Untranslatable(
          losses.path(Setting.MAX_OUTPUT), "0 warms Anthropic's cache and asks for no answer");
    }
  }

  /// Writes the name of a schema, the schema, and whether the model must keep to it.
  protected final void schema(OutputFormat format, RawJson schema) {
    out.field("name", format.name().isEmpty() ? "output" : format.name());
    out.field("schema", schema);
    out.name("strict").bool(format.strict() && Schemas.requiresAll(schema, out.meter()));
  }

  protected final void user(@Nullable String user) {
    if (user != null) {
      out.field(
          openAi() ? "safety_identifier" : "user",
          user.length() > USER_MAX ? Digests.hex(user) : user);
    }
  }

  protected final void tier(@Nullable String tier) {
    if (tier == null) {
      return;
    }
    if (openAi()) {
      out.field("service_tier", tier);
    } else if (!tier.equals("auto")) {
      losses.drop(losses.path(Setting.SERVICE_TIER), "this target has no tiers");
    }
  }

  private boolean openAi() {
    return rules.surface() == ChatSurface.OPENAI;
  }
}

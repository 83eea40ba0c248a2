package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.anthropic.ThinkingPlan.Form;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Digests;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.TargetRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of the settings: how the model is to answer.
///
/// Belongs to one thread.
final class AnthropicSettingsEncoder {
  private static final String ANY_OBJECT =
      "Answer with one JSON object and nothing else: no words around it, no code fence.";
  private static final String BY_SCHEMA =
      "Answer with one JSON value that fits this JSON Schema and nothing else: ";
  private static final int USER_MAX = 256;

  private final JsonOutput out;
  private final TargetRules rules;
  private final Losses losses;
  private final ThinkingPlan plan;
  private String instruction = "";
  private @Nullable RawJson schema;

  AnthropicSettingsEncoder(JsonOutput out, TargetRules rules, Losses losses, ThinkingPlan plan) {
    this.out = out;
    this.rules = rules;
    this.losses = losses;
    this.plan = plan;
  }

  void encode(HubRequest request) {
    Settings settings = request.settings();
    out.field("max_tokens", plan.maxOutput());
    if (request.stream()) {
      out.name("stream").bool(true);
    }
    sampling("temperature", Setting.TEMPERATURE, atMostOne(settings.temperature()));
    sampling("top_p", Setting.TOP_P, settings.topP());
    sampling("top_k", Setting.TOP_K, settings.topK());
    stop(settings.stop());
    format(settings.format());
    thinking();
    outputConfig();
    user(settings.endUser());
    tier(settings.tier());
    losses.extras(settings.extras());
  }

  /// The instruction that the system's texts are to end with; empty for none.
  String instruction() {
    return instruction;
  }

  private @Nullable RawJson atMostOne(@Nullable RawJson temperature) {
    if (temperature == null || Double.parseDouble(temperature.text()) <= 1) {
      return temperature;
    }
    losses.note(losses.path(Setting.TEMPERATURE));
    return new RawJson("1");
  }

  private void sampling(String name, Setting setting, @Nullable RawJson value) {
    if (value == null) {
      return;
    }
    if (rules.facts().refuses(Limit.SAMPLING) || plan.thinks()) {
      losses.drop(losses.path(setting), "this model refuses it");
    } else {
      out.field(name, value);
    }
  }

  private void stop(List<String> stop) {
    if (!stop.isEmpty()) {
      out.name("stop_sequences").open('[');
      stop.forEach(out::string);
      out.close(']');
    }
  }

  private void thinking() {
    switch (plan.form()) {
      case UNSAID -> {}
      case DISABLED -> thinking("disabled").close('}');
      case ADAPTIVE -> thinking("adaptive").field("display", "summarized").close('}');
      case BUDGET -> thinking("enabled").field("budget_tokens", plan.budget()).close('}');
    }
  }

  private JsonOutput thinking(String type) {
    return out.name("thinking").open('{').field("type", type);
  }

  private void format(@Nullable OutputFormat format) {
    if (format == null) {
      return;
    }
    RawJson original = format.schema();
    if (original == null) {
      losses.drop(format.path(), "this target knows no form but a schema's");
      instruction = ANY_OBJECT;
    } else if (rules.facts().refuses(Limit.OUTPUT_FORMAT)) {
      losses.drop(format.path(), "this model takes no schema for its answer");
      instruction = BY_SCHEMA + original.text();
    } else {
      schema = AnthropicSchema.adapt(original, format.path(), out.meter());
    }
  }

  private void outputConfig() {
    String effort = plan.form() == Form.ADAPTIVE ? plan.effort() : null;
    RawJson adapted = schema;
    if (effort == null && adapted == null) {
      return;
    }
    out.name("output_config").open('{');
    if (effort != null) {
      out.field("effort", effort);
    }
    if (adapted != null) {
      out.name("format").open('{').field("type", "json_schema").field("schema", adapted).close('}');
    }
    out.close('}');
  }

  private void user(@Nullable String user) {
    if (user != null) {
      String id = user.length() > USER_MAX ? Digests.hex(user) : user;
      out.name("metadata").open('{').field("user_id", id).close('}');
    }
  }

  private void tier(@Nullable String tier) {
    if (tier == null) {
      return;
    }
    switch (tier) {
      case "auto" -> out.field("service_tier", "auto");
      case "default" -> out.field("service_tier", "standard_only");
      default ->
          losses.drop(losses.path(Setting.SERVICE_TIER), "this target has no tier of this name");
    }
  }
}

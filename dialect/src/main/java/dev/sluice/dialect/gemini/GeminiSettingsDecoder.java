package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.RequestNumbers;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A decoder of the settings: how the model is to answer.
record GeminiSettingsDecoder(List<Extra> extras) {
  private static final String ONE_ANSWER = "this target gives one answer a call";
  private static final String NO_LOGPROBS = "this target tells no probabilities";
  private static final String TEXT_ALONE = "this target answers with text alone";

  Settings decode(JsonNode top) {
    top.children().forEach(this::extra);
    JsonNode config = Spelling.get(top, "generationConfig");
    String tier = tier(Spelling.text(top, "serviceTier", ""));
    return config == null ? tierAlone(tier) : decode(config, tier);
  }

  private Settings tierAlone(@Nullable String tier) {
    return new Settings(
        null, null, null, null, List.of(), null, null, null, false, null, tier, extras);
  }

  private Settings decode(JsonNode config, @Nullable String tier) {
    config.children().forEach(this::configExtra);
    JsonNode thinking = Spelling.get(config, "thinkingConfig");
    return new Settings(
        bound(config, "maxOutputTokens"),
        RequestNumbers.number(Spelling.get(config, "temperature")),
        RequestNumbers.number(Spelling.get(config, "topP")),
        RequestNumbers.number(Spelling.get(config, "topK")),
        Spelling.children(config, "stopSequences").stream().map(JsonNode::text).toList(),
        null,
        thinking == null ? null : effort(thinking),
        thinking == null ? null : budget(thinking),
        thinking != null && thinks(thinking),
        format(config),
        tier,
        extras);
  }

  /// Reads a property that no other dialect has.
  private void extra(JsonNode property) {
    switch (Spelling.camel(property)) {
      case "model", "contents", "systemInstruction", "tools", "toolConfig" -> {}
      case "generationConfig", "serviceTier", "store" -> {}
      case "cachedContent" ->
          extras.add(Extra.refuse(property, "a prompt that Google holds has no form elsewhere"));
      default -> drop(property);
    }
  }

  private void configExtra(JsonNode property) {
    switch (Spelling.camel(property)) {
      case "maxOutputTokens", "temperature", "topP", "topK", "stopSequences" -> {}
      case "thinkingConfig", "responseMimeType", "responseSchema", "responseJsonSchema" -> {}
      case "candidateCount" -> refuseUnless(property, "1", ONE_ANSWER);
      case "responseLogprobs" -> refuseUnless(property, "false", NO_LOGPROBS);
      case "logprobs" -> refuseUnless(property, "0", NO_LOGPROBS);
      case "responseModalities" -> refuseUnless(property, "[\"TEXT\"]", TEXT_ALONE);
      default -> drop(property);
    }
  }

  private void refuseUnless(JsonNode property, String neutral, String why) {
    if (!property.is(JsonKind.NULL) && !property.isWritten(neutral)) {
      extras.add(Extra.refuse(property, why));
    }
  }

  private void drop(JsonNode property) {
    if (!property.is(JsonKind.NULL)) {
      extras.add(Extra.drop(property));
    }
  }

  private static @Nullable Long bound(JsonNode holder, String camel) {
    JsonNode bound = Spelling.get(holder, camel);
    return bound == null ? null : RequestNumbers.tokens(holder, bound.name());
  }

  /// The effort that is asked for. A budget of 0 asks for no thinking.
  private static @Nullable Effort effort(JsonNode thinking) {
    JsonNode budget = Spelling.get(thinking, "thinkingBudget");
    JsonNode level = Spelling.get(thinking, "thinkingLevel");
    if (level == null) {
      return budget != null && budget.text().equals("0") ? Effort.NONE : null;
    }
    String word = level.text().toUpperCase(Locale.ROOT);
    return word.equals("THINKING_LEVEL_UNSPECIFIED") ? null : effort(level, word);
  }

  private static Effort effort(JsonNode level, String word) {
    try {
      return Effort.valueOf(word);
    } catch (IllegalArgumentException unknown) {
      throw new Untranslatable(level, "none of MINIMAL, LOW, MEDIUM and HIGH");
    }
  }

  /// Whether thinking is asked for: a thought that is to be shown has to be thought.
  private static boolean thinks(JsonNode thinking) {
    JsonNode shown = Spelling.get(thinking, "includeThoughts");
    return shown != null
        && shown.text().equals("true")
        && effort(thinking) == null
        && budget(thinking) == null;
  }

  /// The budget of tokens for thinking; null where the budget is -1, which leaves it to the model.
  private static @Nullable Long budget(JsonNode thinking) {
    JsonNode budget = Spelling.get(thinking, "thinkingBudget");
    boolean said = budget != null && !budget.text().equals("-1") && !budget.text().equals("0");
    return said ? bound(thinking, "thinkingBudget") : null;
  }

  private static @Nullable OutputFormat format(JsonNode config) {
    JsonNode type = Spelling.get(config, "responseMimeType");
    if (type == null || type.text().equals("text/plain")) {
      return null;
    }
    if (!type.text().equals("application/json")) {
      throw new Untranslatable(
          type, "neither text/plain nor application/json: the target has no other form");
    }
    return json(config, type);
  }

  private static OutputFormat json(JsonNode config, JsonNode type) {
    JsonNode schema = Spelling.get(config, "responseJsonSchema");
    JsonNode older = Spelling.get(config, "responseSchema");
    if (schema != null) {
      return new OutputFormat("", schema.raw(), true, schema.path());
    }
    return older == null
        ? new OutputFormat("", null, false, type.path())
        : new OutputFormat("", OpenApiSchema.read(older), true, older.path());
  }

  /// The service tier in the words of the hub, which are OpenAI's.
  private static @Nullable String tier(String tier) {
    return switch (tier.toLowerCase(Locale.ROOT)) {
      case "", "unspecified", "service_tier_unspecified" -> null;
      case "standard" -> "default";
      default -> tier.toLowerCase(Locale.ROOT);
    };
  }
}

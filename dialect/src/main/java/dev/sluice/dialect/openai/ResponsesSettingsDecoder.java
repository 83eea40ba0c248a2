package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.RequestNumbers;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the settings: how the model is to answer.
record ResponsesSettingsDecoder(List<Extra> extras) {
  private static final String NO_LOGPROBS = "this target tells no probabilities";

  Settings decode(JsonNode top) {
    top.children().forEach(this::extra);
    JsonNode reasoning = top.get("reasoning");
    JsonNode text = top.get("text");
    return new Settings(
        RequestNumbers.tokens(top, "max_output_tokens"),
        RequestNumbers.number(top.get("temperature")),
        RequestNumbers.number(top.get("top_p")),
        null,
        List.of(),
        user(top),
        reasoning == null ? null : Efforts.named(reasoning.get("effort")),
        null,
        reasoning != null && reasoning.get("effort") == null && reasoning.get("summary") != null,
        text == null ? null : format(text.get("format")),
        top.string("service_tier"),
        extras);
  }

  /// Reads a property that no other dialect has. Where an answer is kept and how thinking is shown
  /// changes no answer; what the provider's tools may do is read with them.
  private void extra(JsonNode property) {
    switch (property.name()) {
      case "model", "input", "instructions", "stream", "stream_options", "store" -> {}
      case "tools", "tool_choice", "parallel_tool_calls", "max_tool_calls" -> {}
      case "max_output_tokens", "temperature", "top_p", "service_tier" -> {}
      case "user", "safety_identifier" -> {}
      case "previous_response_id", "conversation", "prompt", "background" -> {}
      case "reasoning" -> within(property, List.of("effort", "summary", "generate_summary"));
      case "text" -> within(property, List.of("format"));
      case "include" -> property.children().forEach(this::included);
      case "top_logprobs" -> logprobs(property);
      case "truncation" -> truncation(property);
      default -> drop(property);
    }
  }

  private void within(JsonNode holder, List<String> known) {
    for (JsonNode property : holder.children()) {
      if (!known.contains(property.name())) {
        drop(property);
      }
    }
  }

  private void included(JsonNode what) {
    if (what.text().endsWith("logprobs")) {
      extras.add(Extra.refuse(what, NO_LOGPROBS));
    }
  }

  private void logprobs(JsonNode property) {
    if (!property.is(JsonKind.NULL) && !property.text().equals("0")) {
      extras.add(Extra.refuse(property, NO_LOGPROBS));
    }
  }

  private void truncation(JsonNode property) {
    if (!property.text().equals("disabled")) {
      drop(property);
    }
  }

  private void drop(JsonNode property) {
    if (!property.is(JsonKind.NULL)) {
      extras.add(Extra.drop(property));
    }
  }

  private static @Nullable String user(JsonNode top) {
    String identifier = top.string("safety_identifier");
    return identifier == null ? top.string("user") : identifier;
  }

  private static @Nullable OutputFormat format(@Nullable JsonNode format) {
    if (format == null) {
      return null;
    }
    return switch (format.string("type", "")) {
      case "text" -> null;
      case "json_object" -> new OutputFormat("", null, false, "text.format");
      case "json_schema" -> schema(format);
      default ->
          throw new Untranslatable("text.format.type", "none of text, json_object and json_schema");
    };
  }

  private static OutputFormat schema(JsonNode format) {
    JsonNode schema = format.get("schema");
    if (schema == null || !schema.is(JsonKind.OBJECT)) {
      throw new Untranslatable("text.format.schema", "a schema is needed");
    }
    return new OutputFormat(
        format.string("name", ""), schema.raw(), format.isTrue("strict"), "text.format.schema");
  }
}

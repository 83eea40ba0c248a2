package dev.sluice.dialect.anthropic;

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
record AnthropicSettingsDecoder(List<Extra> extras) {
  Settings decode(JsonNode top) {
    top.children().forEach(this::extra);
    JsonNode metadata = top.get("metadata");
    JsonNode output = top.get("output_config");
    return new Settings(
        RequestNumbers.tokens(top, "max_tokens"),
        RequestNumbers.number(top.get("temperature")),
        RequestNumbers.number(top.get("top_p")),
        RequestNumbers.number(top.get("top_k")),
        stop(top.get("stop_sequences")),
        metadata == null ? null : metadata.string("user_id"),
        effort(top, output),
        budget(top.get("thinking")),
        effort(top, output) == null && adaptive(top.get("thinking")),
        format(output == null ? top.get("output_format") : output.get("format")),
        tier(top.string("service_tier")),
        extras);
  }

  /// Reads a property that no other dialect has. Marks of a cache and the form in which thinking is
  /// shown change no answer.
  private void extra(JsonNode property) {
    switch (property.name()) {
      case "model", "messages", "max_tokens", "system", "stream", "tools", "tool_choice" -> {}
      case "temperature", "top_p", "top_k", "stop_sequences", "thinking", "metadata" -> {}
      case "output_config", "output_format", "service_tier", "cache_control" -> {}
      // The version of the API, which clients of Vertex AI say in the body.
      case "anthropic_version" -> {}
      case "container", "mcp_servers" -> refuse(property);
      default -> drop(property);
    }
  }

  private void refuse(JsonNode property) {
    if (!property.is(JsonKind.NULL)
        && !(property.is(JsonKind.ARRAY) && property.children().isEmpty())) {
      extras.add(Extra.refuse(property, "Anthropic alone has this: the target has none such"));
    }
  }

  private void drop(JsonNode property) {
    if (!property.is(JsonKind.NULL)) {
      extras.add(Extra.drop(property));
    }
  }

  private static List<String> stop(@Nullable JsonNode stop) {
    return stop == null ? List.of() : stop.children().stream().map(JsonNode::text).toList();
  }

  private static @Nullable Effort effort(JsonNode top, @Nullable JsonNode output) {
    JsonNode thinking = top.get("thinking");
    if (thinking != null && "disabled".equals(thinking.string("type"))) {
      return Effort.NONE;
    }
    JsonNode word = output == null ? null : output.get("effort");
    if (word == null) {
      return null;
    }
    try {
      return Effort.valueOf(word.text().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new Untranslatable(word, "none of low, medium, high, xhigh and max");
    }
  }

  private static @Nullable Long budget(@Nullable JsonNode thinking) {
    Long budget = thinking == null ? null : RequestNumbers.tokens(thinking, "budget_tokens");
    return budget != null && budget > 0 ? budget : null;
  }

  private static boolean adaptive(@Nullable JsonNode thinking) {
    return thinking != null && "adaptive".equals(thinking.string("type"));
  }

  private static @Nullable OutputFormat format(@Nullable JsonNode format) {
    if (format == null) {
      return null;
    }
    JsonNode schema = format.get("schema");
    if (!"json_schema".equals(format.string("type")) || schema == null) {
      throw new Untranslatable(format, "a json_schema with a schema is required");
    }
    return new OutputFormat("", schema.raw(), true, schema.path());
  }

  private static @Nullable String tier(@Nullable String tier) {
    return "standard_only".equals(tier) ? "default" : tier;
  }
}

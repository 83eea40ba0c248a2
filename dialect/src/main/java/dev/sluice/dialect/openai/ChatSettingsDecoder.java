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
record ChatSettingsDecoder(List<Extra> extras) {
  Settings decode(JsonNode top) {
    top.children().forEach(this::extra);
    Long newer = RequestNumbers.tokens(top, "max_completion_tokens");
    return new Settings(
        newer == null ? RequestNumbers.tokens(top, "max_tokens") : newer,
        RequestNumbers.number(top.get("temperature")),
        RequestNumbers.number(top.get("top_p")),
        RequestNumbers.number(top.get("top_k")),
        stop(top.get("stop")),
        user(top),
        Efforts.named(top.get("reasoning_effort")),
        null,
        false,
        format(top.get("response_format")),
        top.string("service_tier"),
        extras);
  }

  /// Reads a property that no other dialect has. A value that says what holds anyway is no loss.
  private void extra(JsonNode property) {
    switch (property.name()) {
      case "model", "messages", "stream", "stream_options", "tools", "tool_choice" -> {}
      case "parallel_tool_calls", "max_tokens", "max_completion_tokens" -> {}
      case "temperature", "top_p", "top_k", "stop", "user", "safety_identifier" -> {}
      case "reasoning_effort", "response_format", "service_tier", "store" -> {}
      case "n" -> refuseUnless(property, "1", "this target gives one answer a call");
      case "logprobs" -> refuseUnless(property, "false", "this target tells no probabilities");
      case "top_logprobs" -> refuseUnless(property, "0", "this target tells no probabilities");
      case "logit_bias" -> refuseUnless(property, "{}", "this target takes no biases of tokens");
      case "modalities" ->
          refuseUnless(property, "[\"text\"]", "this target answers with text alone");
      case "audio" -> refuse(property, "this target answers with text alone");
      case "web_search_options" -> refuse(property, "this target's search is not translated");
      case "functions", "function_call" -> refuse(property, "is deprecated: use tools");
      case "presence_penalty", "frequency_penalty" -> drop(property, "0");
      default -> drop(property, "");
    }
  }

  private void refuseUnless(JsonNode property, String neutral, String why) {
    if (!property.is(JsonKind.NULL) && !property.isWritten(neutral)) {
      extras.add(Extra.refuse(property, why));
    }
  }

  private void refuse(JsonNode property, String why) {
    refuseUnless(property, "null", why);
  }

  private void drop(JsonNode property, String neutral) {
    boolean says = property.is(JsonKind.NUMBER) && property.text().equals(neutral);
    if (!says && !property.is(JsonKind.NULL)) {
      extras.add(Extra.drop(property));
    }
  }

  private static List<String> stop(@Nullable JsonNode stop) {
    if (stop == null) {
      return List.of();
    }
    return stop.is(JsonKind.STRING)
        ? List.of(stop.text())
        : stop.children().stream().map(JsonNode::text).toList();
  }

  private static @Nullable String user(JsonNode top) {
    String identifier = top.string("safety_identifier");
    return identifier == null ? top.string("user") : identifier;
  }

  private static @Nullable OutputFormat format(@Nullable JsonNode format) {
    if (format == null) {
      return null;
    }
    return switch (String.valueOf(format.string("type"))) {
      case "text" -> null;
      case "json_object" -> new OutputFormat("", null, false, "response_format");
      case "json_schema" -> schema(format);
      default ->
          throw new Untranslatable(
              "response_format.type", "none of text, json_object and json_schema");
    };
  }

  private static OutputFormat schema(JsonNode format) {
    JsonNode body = format.get("json_schema");
    JsonNode schema = body == null ? null : body.get("schema");
    if (body == null || schema == null || !schema.is(JsonKind.OBJECT)) {
      throw new Untranslatable("response_format.json_schema.schema", "a schema is needed");
    }
    String name = body.string("name");
    return new OutputFormat(
        name == null ? "" : name,
        schema.raw(),
        body.isTrue("strict"),
        "response_format.json_schema.schema");
  }
}

package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.util.Set;

/// Checks `generationConfig`.
final class GenerationConfig {
  private static final int CANDIDATES_MAX = 8;
  private static final int STOPS_MAX = 5;
  private static final double HOTTEST = 2;
  private static final Set<String> KNOWN =
      Set.of(
          "temperature",
          "topP",
          "topK",
          "candidateCount",
          "maxOutputTokens",
          "stopSequences",
          "seed",
          "presencePenalty",
          "frequencyPenalty",
          "responseLogprobs",
          "logprobs",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "responseFormat",
          "responseModalities",
          "mediaResolution",
          "speechConfig",
          "thinkingConfig",
          "imageConfig",
          "enableEnhancedCivicAnswers");

  private GenerationConfig() {}

  /// Checks the settings.
  ///
  /// @param generation of the model
  static void check(JsonNode request, int generation) throws Refusal {
    JsonNode config = RequestMembers.get(request, "generationConfig");
    RequestMembers.known(config, "generation_config", KNOWN);
    whole(config, "candidateCount", CANDIDATES_MAX);
    whole(config, "maxOutputTokens", Integer.MAX_VALUE);
    temperature(config);
    if (RequestMembers.get(config, "stopSequences").size() > STOPS_MAX) {
      throw setting("stop_sequences", "at most " + STOPS_MAX + " stop sequences are supported");
    }
    format(request, config, generation);
    thinking(RequestMembers.get(config, "thinkingConfig"));
  }

  private static Refusal setting(String name, String what) {
    return Wrong.field("generation_config." + name, what);
  }

  private static void whole(JsonNode config, String name, int most) throws Refusal {
    JsonNode value = RequestMembers.get(config, name);
    if (value.isMissingNode()) {
      return;
    }
    String snake = RequestMembers.snake(name);
    if (!value.isIntegralNumber()) {
      throw Wrong.of(
          "Invalid value at 'generation_config.%s' (TYPE_INT32), %s".formatted(snake, value));
    }
    range(value, snake, most);
  }

  private static void range(JsonNode value, String name, int most) throws Refusal {
    if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
      throw setting(name, name + " must be in the range [1, " + most + "].");
    }
  }

  private static void temperature(JsonNode config) throws Refusal {
    JsonNode value = RequestMembers.get(config, "temperature");
    if (value.isMissingNode()) {
      return;
    }
    if (!value.isNumber()) {
      throw Wrong.of("Invalid value at 'generation_config.temperature' (TYPE_FLOAT), " + value);
    }
    if (!(value.doubleValue() >= 0 && value.doubleValue() <= HOTTEST)) {
      throw setting("temperature", "temperature must be in the range [0.0, 2.0].");
    }
  }

  private static void format(JsonNode request, JsonNode config, int generation) throws Refusal {
    GeminiSchemas.check(
        RequestMembers.get(config, "responseSchema"), "generation_config.response_schema");
    String type = RequestMembers.get(config, "responseMimeType").asText("");
    boolean json = type.equals("application/json");
    boolean schema =
        RequestMembers.has(config, "responseSchema")
            || RequestMembers.has(config, "responseJsonSchema");
    if (schema && !json && !type.equals("text/x.enum")) {
      throw setting(
          "response_mime_type", "a response schema needs the mime type 'application/json'.");
    }
    boolean old = generation > 0 && generation < 3;
    if (json && old && !RequestMembers.get(request, "tools").isEmpty()) {
      throw Wrong.of(
          "Function calling with a response mime type: 'application/json' is unsupported");
    }
  }

  private static void thinking(JsonNode thinking) throws Refusal {
    if (RequestMembers.has(thinking, "thinkingBudget")
        && RequestMembers.has(thinking, "thinkingLevel")) {
      throw Wrong.of("You can only set only one of thinking budget and thinking level.");
    }
  }
}

package dev.sluice.internal.dialect.gemini.decode;

import dev.sluice.internal.dialect.hub.HubRequest;
import dev.sluice.internal.dialect.hub.Settings.Extra;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonReader;
import dev.sluice.internal.dialect.json.JsonReader.NotJsonException;
import dev.sluice.internal.dialect.rule.Losses.Setting;
import dev.sluice.internal.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/// Reads a request of Gemini's generateContent. Its model, and whether the answer is to come in
/// events, stand in the path: the caller adds them ([HubRequest#asking]).
public final class GeminiRequestDecoder {
  private static final JsonReader JSON =
      new JsonReader(
          Set.of(
              "args",
              "response",
              "parameters",
              "parametersJsonSchema",
              "parameters_json_schema",
              "responseSchema",
              "response_schema",
              "responseJsonSchema",
              "response_json_schema"));

  /// What generateContent calls the settings.
  public static final Map<Setting, String> NAMES =
      Map.of(
          Setting.MAX_OUTPUT, "generationConfig.maxOutputTokens",
          Setting.MESSAGES, "contents",
          Setting.STOP, "generationConfig.stopSequences",
          Setting.EFFORT, "generationConfig.thinkingConfig",
          Setting.TEMPERATURE, "generationConfig.temperature",
          Setting.TOP_P, "generationConfig.topP",
          Setting.TOP_K, "generationConfig.topK",
          Setting.SERVICE_TIER, "serviceTier",
          Setting.TOOL_CHOICE, "toolConfig.functionCallingConfig");

  private GeminiRequestDecoder() {}

  /// Reads a client's request, up to what its path says.
  ///
  /// @throws Untranslatable if it is none, or holds what the hub has no form for
  public static HubRequest decode(byte[] body) {
    JsonNode top = read(body);
    var extras = new ArrayList<Extra>();
    var contents = new GeminiContentDecoder(extras);
    contents.decode(Spelling.get(top, "systemInstruction"), top.get("contents"));
    return new HubRequest(
        "",
        false,
        true,
        contents.system(),
        contents.turns(),
        GeminiToolDecoder.tools(top.get("tools"), extras),
        GeminiToolDecoder.choice(Spelling.get(top, "toolConfig"), extras),
        new GeminiSettingsDecoder(extras).decode(top));
  }

  private static JsonNode read(byte[] body) {
    try {
      JsonNode top = JSON.read(body);
      if (!top.is(JsonNode.Kind.OBJECT)) {
        throw new Untranslatable("", "the request must be a JSON object");
      }
      return top;
    } catch (NotJsonException e) {
      throw new Untranslatable("", "the request is not JSON: " + e.getMessage());
    }
  }
}

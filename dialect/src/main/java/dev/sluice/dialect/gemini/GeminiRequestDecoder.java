package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.Map;

/// A decoder of requests of Gemini's generateContent. The model, and whether the answer is to come
/// in events, stand in the path: the caller adds them ([HubRequest#asking]).
final class GeminiRequestDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "contents",
          "parts",
          "systemInstruction",
          "system_instruction",
          "inlineData",
          "inline_data",
          "fileData",
          "file_data",
          "functionCall",
          "function_call",
          "functionResponse",
          "function_response",
          "tools",
          "functionDeclarations",
          "function_declarations",
          "toolConfig",
          "tool_config",
          "functionCallingConfig",
          "function_calling_config",
          "allowedFunctionNames",
          "allowed_function_names",
          "generationConfig",
          "generation_config",
          "thinkingConfig",
          "thinking_config",
          "stopSequences",
          "stop_sequences");

  /// The names that generateContent has for the settings.
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
  /// @throws Untranslatable if `body` is no request, or holds something for which the hub has no
  ///   form
  public static HubRequest decode(byte[] body, HeapMeter meter) {
    return decode(JsonTexts.request(JSON, body, meter));
  }

  /// Reads a client's request for a count: a conversation, or a whole request in a member.
  ///
  /// @throws Untranslatable as [#decode] does
  public static HubRequest decodeCount(byte[] body, HeapMeter meter) {
    JsonNode top = JsonTexts.request(JSON, body, meter);
    JsonNode whole = Spelling.get(top, "generateContentRequest");
    return decode(whole == null ? top : whole.read(JSON));
  }

  private static HubRequest decode(JsonNode top) {
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
}

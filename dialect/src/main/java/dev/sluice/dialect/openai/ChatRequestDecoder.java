package dev.sluice.dialect.openai;

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

/// A decoder of requests of Chat Completions.
final class ChatRequestDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "messages",
          "content",
          "tool_calls",
          "function",
          "custom",
          "format",
          "extra_content",
          "google",
          "image_url",
          "input_audio",
          "file",
          "reasoning_details",
          "thinking_blocks",
          "tools",
          "tool_choice",
          "allowed_tools",
          "stream_options",
          "response_format",
          "json_schema",
          "stop");

  /// The names that Chat Completions has for the settings.
  public static final Map<Setting, String> NAMES =
      Map.of(
          Setting.MAX_OUTPUT, "max_completion_tokens",
          Setting.STOP, "stop",
          Setting.EFFORT, "reasoning_effort",
          Setting.END_USER, "user");

  private ChatRequestDecoder() {}

  /// Reads a client's request.
  ///
  /// @throws Untranslatable if `body` is no request, or holds something for which the hub has no
  ///   form
  public static HubRequest decode(byte[] body, HeapMeter meter) {
    JsonNode top = JsonTexts.request(JSON, body, meter);
    var extras = new ArrayList<Extra>();
    var messages = new ChatMessageDecoder(extras);
    messages.decode(top.get("messages"));
    JsonNode options = top.get("stream_options");
    return new HubRequest(
        top.string("model", ""),
        top.isTrue("stream"),
        options != null && options.isTrue("include_usage"),
        messages.system(),
        messages.turns(),
        ChatToolDecoder.tools(top.get("tools"), extras),
        ChatToolDecoder.choice(top),
        new ChatSettingsDecoder(extras).decode(top));
  }
}

package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.JsonTexts;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.Map;

/// A decoder of requests of Anthropic's Messages.
final class AnthropicRequestDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "system",
          "messages",
          "content",
          "source",
          "citations",
          "cache_control",
          "tools",
          "tool_choice",
          "allowed_callers",
          "allowed_domains",
          "blocked_domains",
          "stop_sequences",
          "thinking",
          "metadata",
          "output_config",
          "output_format",
          "format",
          "mcp_servers");

  private AnthropicRequestDecoder() {}

  /// The names that Messages has for the settings.
  public static Map<Setting, String> names(Settings settings) {
    boolean thinking = settings.budget() != null || settings.effort() == Effort.NONE;
    return Map.of(
        Setting.MAX_OUTPUT, "max_tokens",
        Setting.STOP, "stop_sequences",
        Setting.EFFORT, thinking ? "thinking" : "output_config.effort",
        Setting.END_USER, "metadata.user_id",
        Setting.PARALLEL_TOOL_CALLS, "tool_choice.disable_parallel_tool_use");
  }

  /// Reads a client's request.
  ///
  /// @throws Untranslatable if `body` is no request, or holds something for which the hub has no
  ///   form
  public static HubRequest decode(byte[] body, HeapMeter meter) {
    JsonNode top = JsonTexts.request(JSON, body, meter);
    if (top.get("max_tokens") == null) {
      throw new Untranslatable("max_tokens", "Field required");
    }
    return decode(top);
  }

  /// Reads a client's request for a count, which bounds no output.
  ///
  /// @throws Untranslatable as [#decode] does
  public static HubRequest decodeCount(byte[] body, HeapMeter meter) {
    return decode(JsonTexts.request(JSON, body, meter));
  }

  private static HubRequest decode(JsonNode top) {
    var extras = new ArrayList<Extra>();
    var messages = new AnthropicMessageDecoder(extras);
    messages.decode(top.get("system"), top.get("messages"));
    return new HubRequest(
        top.string("model", ""),
        top.isTrue("stream"),
        true,
        messages.system(),
        messages.turns(),
        AnthropicToolDecoder.tools(top.get("tools"), extras),
        AnthropicToolDecoder.choice(top.get("tool_choice")),
        new AnthropicSettingsDecoder(extras).decode(top));
  }
}

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
import java.util.List;
import java.util.Map;

/// A decoder of requests of Responses.
final class ResponsesRequestDecoder {
  private static final JsonReader JSON =
      JsonReader.of(
          "input",
          "content",
          "summary",
          "output",
          "input_audio",
          "action",
          "sources",
          "tools",
          "format",
          "filters",
          "allowed_domains",
          "blocked_domains",
          "tool_choice",
          "reasoning",
          "text",
          "include");

  /// The names that Responses has for the settings.
  public static final Map<Setting, String> NAMES =
      Map.of(
          Setting.MAX_OUTPUT, "max_output_tokens",
          Setting.EFFORT, "reasoning.effort",
          Setting.END_USER, "safety_identifier",
          Setting.MESSAGES, "input");

  /// The properties that continue what one provider has kept.
  private static final List<String> STATE =
      List.of("previous_response_id", "conversation", "prompt");

  private ResponsesRequestDecoder() {}

  /// Reads a client's request.
  ///
  /// @throws Untranslatable if `body` is no request, or holds something for which the hub has no
  ///   form
  public static HubRequest decode(byte[] body, HeapMeter meter) {
    JsonNode top = JsonTexts.request(JSON, body, meter);
    String model = top.string("model");
    if (model == null) {
      throw new Untranslatable("model", "a model's name is needed");
    }
    refuseState(top);
    var extras = new ArrayList<Extra>();
    var tools = new ResponsesToolDecoder(extras, top.number("max_tool_calls", -1));
    tools.add(top.get("tools"));
    var input = new ResponsesInputDecoder(tools);
    input.decode(top.get("instructions"), top.get("input"));
    return new HubRequest(
        model,
        top.isTrue("stream"),
        true,
        input.system(),
        input.turns(),
        tools.tools(),
        ResponsesChoiceDecoder.choice(top),
        new ResponsesSettingsDecoder(extras).decode(top));
  }

  /// Refuses a request that continues what a provider has kept, before anything else is looked at:
  /// the input of such a request is half of a conversation.
  private static void refuseState(JsonNode top) {
    for (String name : STATE) {
      JsonNode state = top.get(name);
      if (state != null) {
        throw kept(state);
      }
    }
    if (top.isTrue("background")) {
      throw new Untranslatable("background", "this target answers at once or not at all");
    }
  }

  private static Untranslatable kept(JsonNode state) {
    return new Untranslatable(
        state,
        "this target keeps no state of the client's provider: send the whole conversation as"
            + " input");
  }
}

package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;

/// An encoder of requests of Responses, of which the provider keeps nothing. The same request gives
/// the same bytes.
final class ResponsesRequestEncoder {
  /// The most characters of a tool's name.
  public static final int NAME_MAX = 64;

  private ResponsesRequestEncoder() {}

  /// Writes a provider's request.
  ///
  /// @throws Untranslatable if something may neither be carried nor dropped
  public static byte[] encode(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    out.open('{').field("model", rules.model());
    boolean searches = request.tools().stream().anyMatch(ResponsesRequestEncoder::searches);
    new ResponsesSettingsEncoder(out, rules, losses).encode(request.settings(), searches);
    out.name("store").bool(false);
    if (request.stream()) {
      out.name("stream").bool(true);
    }
    new ResponsesToolEncoder(out, names, losses).encode(request.tools(), request.choice());
    new ResponsesInputEncoder(out, rules, names, losses).encode(request);
    return out.close('}').bytes();
  }

  private static boolean searches(Tool tool) {
    return tool instanceof Tool.Hosted hosted && hosted.search() != null;
  }
}

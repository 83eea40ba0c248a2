package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;

/// An encoder of requests of Chat Completions. The same request gives the same bytes.
final class ChatRequestEncoder {
  /// The most characters of a tool's name.
  public static final int NAME_MAX = 64;

  private ChatRequestEncoder() {}

  /// Writes a provider's request.
  ///
  /// @throws Untranslatable if something may neither be carried nor dropped
  public static byte[] encode(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    out.open('{').field("model", rules.model());
    new ChatSettingsEncoder(out, rules, losses).encode(request.settings());
    if (request.stream()) {
      stream(out, rules.usageOption());
    }
    new ChatToolEncoder(out, rules, names, losses).encode(request.tools(), request.choice());
    new ChatMessageEncoder(out, rules, names, losses).encode(request);
    return out.close('}').bytes();
  }

  private static void stream(JsonOutput out, boolean usage) {
    out.name("stream").bool(true);
    if (usage) {
      out.name("stream_options").open('{').name("include_usage").bool(true).close('}');
    }
  }
}

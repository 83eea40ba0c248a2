package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;

/// An encoder of requests of Anthropic's Messages, version 2023-06-01. The same request gives the
/// same bytes: a signature is bound to the exact words before it.
final class AnthropicRequestEncoder {
  /// The most characters of a tool's name.
  public static final int NAME_MAX = 128;

  private AnthropicRequestEncoder() {}

  /// Writes a provider's request.
  ///
  /// @throws Untranslatable if something may neither be carried nor dropped
  public static byte[] encode(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    var plan = ThinkingPlan.of(request, rules, losses, out.meter());
    out.open('{').field("model", rules.model());
    var settings = new AnthropicSettingsEncoder(out, rules, losses, plan);
    settings.encode(request);
    new AnthropicToolEncoder(out, rules, names, losses).encode(request, plan.thinks());
    new AnthropicMessageEncoder(out, rules, names, losses).encode(request, settings.instruction());
    return out.close('}').bytes();
  }
}

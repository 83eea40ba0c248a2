package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;

/// An encoder of requests of Gemini's generateContent; the model and whether the answer is streamed
/// stand in the path. The same request gives the same bytes.
final class GeminiRequestEncoder {
  /// The most characters of a function's name.
  public static final int NAME_MAX = 128;

  /// The signature of a call that another model has made, or whose own signature is lost (Google,
  /// "Thought signatures").
  public static final String FILLER = "skip_thought_signature_validator";

  private GeminiRequestEncoder() {}

  /// Writes a provider's request.
  ///
  /// @throws Untranslatable if something may neither be carried nor dropped
  public static byte[] encode(
      JsonOutput out, HubRequest request, TargetRules rules, ToolNames names, Losses losses) {
    out.open('{');
    var contents = new GeminiContentEncoder(out, rules, names, losses);
    contents.system(request.system());
    new GeminiSettingsEncoder(out, rules, losses).encode(request.settings());
    new GeminiToolEncoder(out, names, losses).encode(request.tools(), request.choice());
    contents.encode(request.turns());
    return out.close('}').bytes();
  }
}

package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.Prose;

/// How a model thinks: it does where the request has a `thinkingConfig` that does not turn it off.
///
/// @param tokens of its thoughts
/// @param shown whether they are part of the answer
/// @param third whether the model is one of the third generation or later
record Thinking(int tokens, boolean shown, boolean third) {
  private static final int TOKENS = 6;
  private static final int SIGNED = 3;

  /// @param config `thinkingConfig`; missing for none
  static Thinking of(JsonNode config, String model) {
    boolean thinks =
        config.isObject() && RequestMembers.get(config, "thinkingBudget").asInt(-1) != 0;
    boolean shown = thinks && RequestMembers.get(config, "includeThoughts").asBoolean();
    return new Thinking(thinks ? TOKENS : 0, shown, Rules.generation(model) >= SIGNED);
  }

  /// Returns the text of the thoughts.
  Output text() {
    return Prose.words(0, tokens);
  }
}

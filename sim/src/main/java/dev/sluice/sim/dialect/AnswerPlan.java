package dev.sluice.sim.dialect;

import java.util.List;

/// Everything about an answer, before its first byte.
///
/// @param id without its prefix
/// @param created seconds since 1970
/// @param cachedTokens how many of the input's were in the prompt cache
/// @param toldOutput how many output tokens it tells; -1 for as many as it has
public record AnswerPlan(
    String id,
    long created,
    RequestContent ask,
    List<Choice> choices,
    TokenPace pace,
    Shape.UsageForm usage,
    long cachedTokens,
    int toldOutput) {

  long inputTokens() {
    return ask.inputTokens();
  }

  /// Returns the output tokens of all choices, as the answer tells them.
  public int outputTokens() {
    return toldOutput < 0 ? writtenTokens() : toldOutput;
  }

  /// Returns the tokens that all choices have.
  public int writtenTokens() {
    int tokens = 0;
    for (Choice choice : choices) {
      tokens += choice.tokens();
    }
    return tokens;
  }

  /// The duration of the longest choice, as they are made side by side.
  public int longest() {
    int longest = 0;
    for (Choice choice : choices) {
      longest = Math.max(longest, choice.tokens());
    }
    return longest;
  }
}

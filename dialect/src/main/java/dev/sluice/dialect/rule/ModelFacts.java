package dev.sluice.dialect.rule;

import java.util.Set;

/// What is known of a model.
///
/// @param context tokens that it holds, input and output together; 0: not known
/// @param maxOutput tokens that it writes at most; 0: not known
/// @param efforts the efforts that it takes, in the words of its dialect; empty: not known
public record ModelFacts(
    long context, long maxOutput, Thinks thinks, Set<Limit> refuses, Set<String> efforts) {
  /// Of a model that nothing is known of.
  public static final ModelFacts UNKNOWN = new ModelFacts(0, 0, Thinks.UNKNOWN, Set.of(), Set.of());

  /// Whether a model thinks before it answers.
  public enum Thinks {
    YES,
    NO,
    UNKNOWN
  }

  /// What a model may refuse with an error.
  public enum Limit {
    /// Temperature, top_p, top_k.
    SAMPLING,
    /// A choice of tools that makes a call a must.
    FORCED_TOOLS,
    /// Thinking with a budget of tokens.
    BUDGET,
    /// Thinking as much as the model likes.
    ADAPTIVE,
    /// No thinking.
    DISABLING,
    EFFORT,
    /// The effort above high.
    XHIGH,
    /// A schema for the answer.
    OUTPUT_FORMAT,
    /// A system's message among the messages.
    SYSTEM_TURNS,
    /// Sequences that end the answer.
    STOP,
    /// A turn whose first call has no signature.
    UNSIGNED_CALLS,
    /// Images and documents in the result of a call.
    RESULT_MEDIA
  }

  public boolean refuses(Limit limit) {
    return refuses.contains(limit);
  }
}

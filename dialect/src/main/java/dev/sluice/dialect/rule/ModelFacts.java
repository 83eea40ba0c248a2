package dev.sluice.dialect.rule;

import java.util.Set;

/// The known facts of a model.
///
/// @param context the most tokens of input and output together; 0 where not known
/// @param maxOutput the most tokens of output; 0 where not known
/// @param efforts the efforts that the model takes, in the words of its dialect; empty where not
///   known
public record ModelFacts(
    long context, long maxOutput, Thinks thinks, Set<Limit> refuses, Set<String> efforts) {
  /// The facts of a model of which nothing is known.
  public static final ModelFacts UNKNOWN = new ModelFacts(0, 0, Thinks.UNKNOWN, Set.of(), Set.of());

  /// Whether a model thinks before it answers.
  public enum Thinks {
    YES,
    NO,
    UNKNOWN
  }

  /// A feature that a model may refuse with an error.
  public enum Limit {
    /// Sampling: temperature, top_p, top_k.
    SAMPLING,
    /// A choice of tools that makes a call a must.
    FORCED_TOOLS,
    /// Thinking with a budget of tokens.
    BUDGET,
    /// Thinking as much as the model likes.
    ADAPTIVE,
    /// A request for no thinking.
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

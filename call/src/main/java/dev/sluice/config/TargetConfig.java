package dev.sluice.config;

import java.util.Optional;
import java.util.OptionalLong;

/// A target of a route's calls, as it is configured.
///
/// @param provider the provider's configured name
/// @param model the model's name at the provider; empty passes the name on that the call has
/// @param weight the target's share among the route's targets, at least 1
/// @param rank 0 for a target that serves while all is well; those of a higher rank serve only when
///   none of a lower one can, and equal ranks share by weight
/// @param context the tokens that the context window holds; empty where that is not known
/// @param prefill the way to tell the target what an answer begins with; empty where there is none
/// @param when the calls that may go there; empty for all
public record TargetConfig(
    String provider,
    Optional<String> model,
    int weight,
    int rank,
    OptionalLong context,
    Optional<Prefill> prefill,
    Optional<Condition> when) {

  /// The way in which a target is told what its answer begins with.
  public enum Prefill {
    /// The last message is the assistant's, and `continue_final_message` says to go on with it
    /// (vLLM, SGLang).
    CONTINUE_FINAL_MESSAGE,
    /// The last message is the assistant's, and has `prefix` (Mistral, DeepSeek).
    PREFIX
  }

  public TargetConfig {
    if (weight < 1) {
      throw new IllegalArgumentException(
          "the weight of a target is " + weight + "; it must be at least 1");
    }
    if (rank < 0) {
      throw new IllegalArgumentException(
          "the rank of a target is " + rank + "; it must be at least 0");
    }
    if (context.isPresent() && context.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "the context of a target is " + context.getAsLong() + "; it must be at least 1");
    }
  }

  /// A target that any call of its route may go to.
  public TargetConfig(
      String provider,
      Optional<String> model,
      int weight,
      int rank,
      OptionalLong context,
      Optional<Prefill> prefill) {
    this(provider, model, weight, rank, context, prefill, Optional.empty());
  }

  /// A target whose context window is not known, and that cannot be told what an answer begins
  /// with.
  public TargetConfig(String provider, Optional<String> model, int weight, int rank) {
    this(provider, model, weight, rank, OptionalLong.empty(), Optional.empty());
  }

  /// The name of the target, as `provider/model`; as `provider/*` where it passes names on.
  public String name() {
    return provider + "/" + model.orElse("*");
  }
}

package dev.sluice.dialect.rule;

/// The rules of the target that a translation is for.
///
/// @param model the model, as the target names it
/// @param maxOutput the tokens of output where the client sets no bound and the dialect needs one;
///   0 for as many as the model can write
/// @param surface the kind of Chat Completions that the target speaks; other dialects have one
///   surface
/// @param usageOption whether a stream is asked to tell its usage (`stream_options`)
/// @param strict whether what would be dropped is refused
public record TargetRules(
    String model,
    ModelFacts facts,
    Seals seals,
    long maxOutput,
    ChatSurface surface,
    boolean usageOption,
    boolean strict) {

  /// A copy of these rules for a target that refuses the option `stream_options`.
  public TargetRules withoutUsageOption() {
    return new TargetRules(model, facts, seals, maxOutput, surface, false, strict);
  }

  /// The kind of Chat Completions that a target speaks.
  public enum ChatSurface {
    /// The Chat Completions of OpenAI itself: all properties.
    OPENAI,
    /// A server that speaks today's dialect: `max_completion_tokens`, lists of parts.
    CURRENT,
    /// A server that speaks the dialect of 2023: `max_tokens`, contents that are strings.
    OLDER
  }
}

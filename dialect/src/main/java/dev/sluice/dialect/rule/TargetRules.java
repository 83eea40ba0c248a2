package dev.sluice.dialect.rule;

/// What a translation must know of the target that it is for.
///
/// @param model as the target names it
/// @param maxOutput tokens of output where the client sets no bound and the dialect needs one; 0:
///   as much as the model can
/// @param surface whose Chat Completions these are; other dialects have one surface
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

  /// These rules for a target that refuses the option.
  public TargetRules withoutUsageOption() {
    return new TargetRules(model, facts, seals, maxOutput, surface, false, strict);
  }

  /// Whose Chat Completions a target speaks.
  public enum ChatSurface {
    /// OpenAI's own: all properties.
    OPENAI,
    /// A server that speaks today's dialect: `max_completion_tokens`, lists of parts.
    CURRENT,
    /// A server that speaks the dialect of 2023: `max_tokens`, contents that are strings.
    OLDER
  }
}

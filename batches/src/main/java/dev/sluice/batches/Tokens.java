package dev.sluice.batches;

import dev.sluice.call.Usage;

/// Tokens that the lines of a batch have used.
///
/// @param input tokens read, cached ones included
/// @param output tokens written, those of reasoning included
public record Tokens(long input, long cached, long output, long reasoning) {
  /// No token.
  public static final Tokens NONE = new Tokens(0, 0, 0, 0);

  /// The tokens of a usage.
  public static Tokens of(Usage usage) {
    return new Tokens(usage.input(), usage.cached(), usage.output(), usage.parts().reasoning());
  }

  Tokens plus(Tokens other) {
    return new Tokens(
        input + other.input,
        cached + other.cached,
        output + other.output,
        reasoning + other.reasoning);
  }
}

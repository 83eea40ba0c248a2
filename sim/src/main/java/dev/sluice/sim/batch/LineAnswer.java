package dev.sluice.sim.batch;

import dev.sluice.sim.dialect.OpenAiError;

/// The answer to a line of a batch.
///
/// @param body JSON; not to be changed
/// @param bill charges for it, once it is a result; to be run once
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LineAnswer(int status, byte[] body, Tokens tokens, Runnable bill) {
  private static final int ERRORS = 400;

  /// What an answer has cost, in tokens.
  ///
  /// @param input tokens read, cached ones included
  /// @param cached those of them that were in the prompt cache
  /// @param output tokens written
  public record Tokens(long input, long cached, long output) {
    /// The tokens of an answer that costs nothing.
    public static final Tokens NONE = new Tokens(0, 0, 0);

    Tokens and(Tokens other) {
      return new Tokens(input + other.input, cached + other.cached, output + other.output);
    }
  }

  /// Makes the answer of a line that fails, for which nothing is charged.
  public static LineAnswer failed(OpenAiError error) {
    return new LineAnswer(error.status(), error.json(), Tokens.NONE, () -> {});
  }

  boolean isError() {
    return status >= ERRORS;
  }
}

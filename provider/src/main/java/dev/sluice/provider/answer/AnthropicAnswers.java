package dev.sluice.provider.answer;

import dev.sluice.call.request.Operation;

/// The meaning of answers in Anthropic's dialect. Answers report their usage without being asked,
/// and are streamed to those alone who ask for a stream.
///
/// @param counts whether the answer is a count of tokens, which uses no tokens
public record AnthropicAnswers(boolean counts) implements AnswerDialect {
  private static final AnthropicAnswers MESSAGES = new AnthropicAnswers(false);
  private static final AnthropicAnswers COUNT = new AnthropicAnswers(true);

  /// The meaning of answers to `operation`.
  public static AnthropicAnswers of(Operation operation) {
    return operation == Operation.COUNT_TOKENS ? COUNT : MESSAGES;
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new MessageFields(counts);
  }
}

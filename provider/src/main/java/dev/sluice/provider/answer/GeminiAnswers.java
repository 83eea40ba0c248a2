package dev.sluice.provider.answer;

import dev.sluice.call.request.Operation;

/// The meaning of answers in Gemini's dialect. Answers report their usage without being asked, and
/// are streamed, in events, to those alone who ask for a stream.
public final class GeminiAnswers implements AnswerDialect {
  public static final GeminiAnswers INSTANCE = new GeminiAnswers(false);
  private static final GeminiAnswers PICTURES = new GeminiAnswers(true);

  private final boolean draws;

  private GeminiAnswers(boolean draws) {
    this.draws = draws;
  }

  /// The meaning of the answers to an operation.
  public static GeminiAnswers of(Operation operation) {
    return operation == Operation.PREDICT_IMAGES ? PICTURES : INSTANCE;
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new GenerateFields(draws);
  }
}

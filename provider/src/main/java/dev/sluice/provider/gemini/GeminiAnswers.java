package dev.sluice.provider.gemini;

import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;

/// The meaning of answers in Gemini's dialect. Answers report their usage without being asked, and
/// are streamed, in events, to those alone who ask for a stream.
public final class GeminiAnswers implements AnswerDialect {
  public static final GeminiAnswers INSTANCE = new GeminiAnswers();

  private GeminiAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new GenerateFields();
  }
}

package dev.sluice.provider.cohere;

import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;

/// The meaning of answers in Cohere's dialect, of which only embeddings are asked for, never in a
/// stream.
public final class CohereAnswers implements AnswerDialect {
  public static final CohereAnswers INSTANCE = new CohereAnswers();

  private CohereAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new EmbedFields();
  }
}

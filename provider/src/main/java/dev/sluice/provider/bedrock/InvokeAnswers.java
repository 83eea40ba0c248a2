package dev.sluice.provider.bedrock;

import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;

/// The meaning of answers of models of embeddings at Bedrock, never in a stream.
public final class InvokeAnswers implements AnswerDialect {
  public static final InvokeAnswers INSTANCE = new InvokeAnswers();

  private InvokeAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new VectorFields();
  }
}

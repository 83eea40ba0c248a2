package dev.sluice.provider.cohere;

import dev.sluice.call.Head;
import dev.sluice.provider.answer.AnswerContext;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.BodyReader;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;
import java.util.function.LongFunction;

/// The meaning of answers in Cohere's dialect, of which only embeddings are asked for, never in a
/// stream.
public final class CohereAnswers implements AnswerDialect {
  public static final CohereAnswers INSTANCE = new CohereAnswers();

  private CohereAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new EmbedFields();
  }

  @Override
  public EventFields whole(StreamEvidence evidence) {
    return new EmbedFields();
  }

  @Override
  public boolean hidesUsage() {
    return false;
  }

  @Override
  public BodyReader assembled(AnswerContext context, LongFunction<Head> head) {
    throw new IllegalStateException("no stream is asked for");
  }
}

package dev.sluice.provider.gemini;

import dev.sluice.call.Head;
import dev.sluice.provider.answer.AnswerContext;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.BodyReader;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.StreamEvidence;
import java.util.function.LongFunction;

/// The meaning of answers in Gemini's dialect. Answers report their usage without being asked, and
/// are streamed, in events, to those alone who ask for a stream.
public final class GeminiAnswers implements AnswerDialect {
  public static final GeminiAnswers INSTANCE = new GeminiAnswers();

  private GeminiAnswers() {}

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new GenerateFields();
  }

  @Override
  public EventFields whole(StreamEvidence evidence) {
    return new GenerateFields();
  }

  @Override
  public boolean hidesUsage() {
    return false;
  }

  @Override
  public BodyReader assembled(AnswerContext context, LongFunction<Head> head) {
    throw new IllegalStateException("no stream is asked for that the client has not asked for");
  }
}

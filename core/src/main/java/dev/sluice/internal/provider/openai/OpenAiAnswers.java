package dev.sluice.internal.provider.openai;

import dev.sluice.call.Head;
import dev.sluice.call.request.Operation;
import dev.sluice.internal.provider.answer.body.AnswerContext;
import dev.sluice.internal.provider.answer.body.AnswerDialect;
import dev.sluice.internal.provider.answer.body.BodyReader;
import dev.sluice.internal.provider.answer.field.EventFields;
import dev.sluice.internal.provider.answer.field.StreamEvidence;
import dev.sluice.internal.provider.openai.body.AssembledBodyReader;
import dev.sluice.internal.provider.openai.body.Assembly;
import dev.sluice.internal.provider.openai.field.AnswerFields;
import dev.sluice.internal.provider.openai.field.ToolCallRenumbering;
import java.util.function.LongFunction;

/// Answers in OpenAI's dialect. Usage that the client has not asked for is left out of a stream,
/// and tool calls of a stream that share a number get others.
///
/// @param operation what was asked
/// @param hidesUsage whether the client asked for no usage
/// @param assembly how a stream becomes a whole answer, where the client has asked for one
public record OpenAiAnswers(Operation operation, boolean hidesUsage, Assembly assembly)
    implements AnswerDialect {

  @Override
  public EventFields events(StreamEvidence evidence) {
    return new AnswerFields(evidence, new ToolCallRenumbering());
  }

  @Override
  public EventFields whole(StreamEvidence evidence) {
    return new AnswerFields(evidence, null);
  }

  @Override
  public BodyReader assembled(AnswerContext of, LongFunction<Head> head) {
    return new AssembledBodyReader(operation, assembly, of, head);
  }
}

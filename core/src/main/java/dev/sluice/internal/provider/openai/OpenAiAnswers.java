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
import dev.sluice.internal.provider.openai.field.AnswerEdits;
import dev.sluice.internal.provider.openai.field.AnswerFields;
import dev.sluice.internal.provider.openai.field.NameMarks;
import dev.sluice.internal.provider.openai.field.ToolCallRenumbering;
import dev.sluice.internal.provider.stored.StateMarks;
import java.util.Optional;
import java.util.function.LongFunction;

/// Answers in OpenAI's dialect. Usage that the client has not asked for is left out of a stream,
/// tool calls of a stream that share a number get others, and the names of what the provider holds
/// say where that is.
///
/// @param operation what was asked
/// @param hidesUsage whether the client asked for no usage
/// @param assembly how a stream becomes a whole answer, where the client has asked for one
/// @param marks what is put behind the names of what the provider holds; empty where they stay
public record OpenAiAnswers(
    Operation operation, boolean hidesUsage, Assembly assembly, Optional<StateMarks> marks)
    implements AnswerDialect {

  /// Answers in which names stay as they are.
  public OpenAiAnswers(Operation operation, boolean hidesUsage, Assembly assembly) {
    this(operation, hidesUsage, assembly, Optional.empty());
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    AnswerEdits edits =
        marks.<AnswerEdits>map(NameMarks::inEvents).orElseGet(ToolCallRenumbering::new);
    return new AnswerFields(evidence, edits, tells());
  }

  @Override
  public EventFields whole(StreamEvidence evidence) {
    AnswerEdits edits = marks.<AnswerEdits>map(NameMarks::inWhole).orElse(AnswerEdits.NONE);
    return new AnswerFields(evidence, edits, tells());
  }

  private AnswerFields.Tells tells() {
    return switch (operation) {
      case STORED_RESPONSE -> AnswerFields.Tells.WHAT_IS_HELD;
      case INPUT_TOKENS -> AnswerFields.Tells.A_COUNT;
      default -> AnswerFields.Tells.WHAT_IS_SAID;
    };
  }

  @Override
  public BodyReader assembled(AnswerContext of, LongFunction<Head> head) {
    return new AssembledBodyReader(operation, assembly, of, marks.map(NameMarks::inWhole), head);
  }
}

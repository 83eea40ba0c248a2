package dev.sluice.provider.answer;

import dev.sluice.call.Head;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.answer.AnswerFields.Tells;
import dev.sluice.provider.stored.StateMarks;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/// The meaning of answers in OpenAI's dialect. Usage that the client has not asked for is left out
/// of a stream, tool calls of a stream that share a number get others, and the names of what the
/// provider holds say where that is.
///
/// @param operation the operation of the call
/// @param hidesUsage whether the client asked for no usage
/// @param assembly the rules by which a stream becomes a whole answer, where the client has asked
///   for one
/// @param marks the marks that are put behind the names of what the provider holds; empty where
///   they stay
/// @param clean a function that hides the operator's own data in the errors of what the provider
///   holds
public record OpenAiAnswers(
    Operation operation,
    boolean hidesUsage,
    Assembly assembly,
    Optional<StateMarks> marks,
    UnaryOperator<String> clean)
    implements AnswerDialect {

  /// The meaning of answers in which names stay as they are.
  public OpenAiAnswers(Operation operation, boolean hidesUsage, Assembly assembly) {
    this(operation, hidesUsage, assembly, Optional.empty(), UnaryOperator.identity());
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    AnswerEdits edits =
        marks.<AnswerEdits>map(NameMarks::inEvents).orElseGet(ToolCallRenumbering::new);
    return fields(evidence, edits);
  }

  @Override
  public EventFields whole(StreamEvidence evidence) {
    AnswerEdits edits = marks.<AnswerEdits>map(NameMarks::inWhole).orElse(AnswerEdits.NONE);
    return fields(evidence, edits);
  }

  private AnswerFields fields(StreamEvidence evidence, AnswerEdits edits) {
    Tells tells = tells();
    boolean held = tells == Tells.WHAT_IS_HELD;
    return new AnswerFields(evidence, held ? new HeldErrors(edits, clean) : edits, tells);
  }

  private Tells tells() {
    return switch (operation) {
      case STORED_RESPONSE -> Tells.WHAT_IS_HELD;
      case INPUT_TOKENS -> Tells.A_COUNT;
      default -> Tells.WHAT_IS_SAID;
    };
  }

  @Override
  public BodyReader assembled(AnswerContext context, LongFunction<Head> head) {
    return new AssembledBodyReader(
        operation, assembly, context, marks.map(NameMarks::inWhole), head);
  }
}

package dev.sluice.provider.answer;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.request.UsageMember;
import java.util.List;

/// The meaning of the answers to requests that are passed through: bytes, of which some members may
/// tell what was used.
///
/// @param usage the members that tell it
record PassThroughAnswers(List<UsageMember> usage) implements AnswerDialect {
  /// The most bytes of an answer, which nobody holds: twice the largest file that OpenAI keeps.
  private static final long ANSWER_MAX = 1L << 30;

  PassThroughAnswers {
    usage = List.copyOf(usage);
  }

  /// The meaning of the answers to a call.
  static PassThroughAnswers of(Call call) {
    return new PassThroughAnswers(
        call.facts().state().resource().map(Resource::usage).orElse(List.of()));
  }

  @Override
  public EventFields events(StreamEvidence evidence) {
    throw new IllegalStateException("what is passed through is bytes, and no events");
  }

  @Override
  public long answerMax() {
    return ANSWER_MAX;
  }

  @Override
  public boolean isBytes(String mediaType) {
    return true;
  }

  @Override
  public BodyReader bytes(AnswerContext context) {
    return new PassedBytesReader(context, usage);
  }
}

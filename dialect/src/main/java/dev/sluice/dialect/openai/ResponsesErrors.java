package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.JsonNode;

/// The errors of Responses: OpenAI's, and in a stream a response that has failed.
final class ResponsesErrors {
  private ResponsesErrors() {}

  /// The meaning of a provider's error.
  ///
  /// @param status the status of the answer; 0 where the error came in a stream
  /// @param error the object called `error`, or an event of this type
  public static AnswerFault fault(int status, JsonNode error) {
    AnswerFault fault = ChatErrors.fault(status, error);
    boolean invalid = status == 0 && error.string("code", "").startsWith("invalid_");
    return invalid && fault.kind() == Kind.INTERNAL
        ? new AnswerFault(Kind.INVALID, fault.message())
        : fault;
  }
}

package dev.sluice.dialect.responses;

import dev.sluice.dialect.chat.ChatErrors;
import dev.sluice.dialect.hub.Fault;
import dev.sluice.dialect.hub.Fault.Kind;
import dev.sluice.dialect.json.JsonNode;

/// Errors of Responses: OpenAI's, and in a stream a response that has failed.
final class ResponsesErrors {
  private ResponsesErrors() {}

  /// What a provider's error means.
  ///
  /// @param status of the answer; 0: the error came in a stream
  /// @param error the object of this name, or an event of this type
  public static Fault fault(int status, JsonNode error) {
    Fault fault = ChatErrors.fault(status, error);
    boolean invalid = status == 0 && error.string("code", "").startsWith("invalid_");
    return invalid && fault.kind() == Kind.INTERNAL
        ? new Fault(Kind.INVALID, fault.message())
        : fault;
  }
}

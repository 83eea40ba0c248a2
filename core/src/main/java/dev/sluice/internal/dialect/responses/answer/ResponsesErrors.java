package dev.sluice.internal.dialect.responses.answer;

import dev.sluice.internal.dialect.chat.answer.ChatErrors;
import dev.sluice.internal.dialect.hub.Fault;
import dev.sluice.internal.dialect.hub.Fault.Kind;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonOutput;

/// Errors of Responses: OpenAI's, and in a stream a response that has failed.
public final class ResponsesErrors {
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

  /// The event that ends a stream. Codex looks for this one and for no other, and at its code. The
  /// answer's id and the event's number are for the server to add, which knows what has been sent.
  public static byte[] event(Fault fault) {
    var out = new JsonOutput();
    out.plain("event: response.failed\ndata: ").open('{').field("type", "response.failed");
    out.name("response").open('{').field("object", "response");
    out.field("status", "failed").name("error").open('{').field("code", code(fault.kind()));
    out.field("message", fault.message()).close('}').close('}').close('}');
    return out.plain("\n\n").bytes();
  }

  private static String code(Kind kind) {
    return switch (kind) {
      case INVALID, TOO_LARGE -> "invalid_prompt";
      case TOO_LONG -> "context_length_exceeded";
      case AUTHENTICATION -> "invalid_api_key";
      case NO_MONEY -> "insufficient_quota";
      case NO_MODEL -> "model_not_found";
      case RATE -> "rate_limit_exceeded";
      case OVERLOADED -> "server_is_overloaded";
      case DENIED, INTERNAL, TIMEOUT, CUT, MALFORMED -> "server_error";
    };
  }
}

package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Statuses;

/// The errors of Anthropic's dialect.
final class AnthropicErrors {
  private static final String TOO_LONG = "prompt is too long";

  private AnthropicErrors() {}

  /// The meaning of a provider's error.
  ///
  /// @param status the status of the answer; 0 where the error came in a stream
  /// @param error the object called `error`
  public static AnswerFault fault(int status, JsonNode error) {
    String text = error.string("message");
    String message = text == null || text.isEmpty() ? "The provider reported an error" : text;
    Kind kind =
        switch (String.valueOf(error.string("type"))) {
          case "invalid_request_error" -> message.contains(TOO_LONG) ? Kind.TOO_LONG : Kind.INVALID;
          case "authentication_error" -> Kind.AUTHENTICATION;
          case "billing_error" -> Kind.NO_MONEY;
          case "permission_error" -> Kind.DENIED;
          case "not_found_error" -> Kind.NO_MODEL;
          case "request_too_large" -> Kind.TOO_LARGE;
          case "rate_limit_error" -> Kind.RATE;
          case "api_error" -> Kind.INTERNAL;
          case "timeout_error" -> Kind.TIMEOUT;
          case "overloaded_error" -> Kind.OVERLOADED;
          default -> Statuses.kind(status);
        };
    return new AnswerFault(kind, message);
  }

  public static int status(AnswerFault fault) {
    return fault.kind() == Kind.OVERLOADED ? 529 : Statuses.of(fault.kind());
  }

  /// The body of an error.
  public static byte[] body(AnswerFault fault) {
    String message =
        fault.kind() == Kind.TOO_LONG && !fault.message().contains(TOO_LONG)
            ? TOO_LONG + ": " + fault.message()
            : fault.message();
    var out = new JsonOutput();
    out.open('{').field("type", "error").name("error").open('{');
    out.field("type", type(fault.kind())).field("message", message);
    return out.close('}').close('}').bytes();
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case INVALID, TOO_LONG -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case NO_MONEY -> "billing_error";
      case DENIED -> "permission_error";
      case NO_MODEL -> "not_found_error";
      case TOO_LARGE -> "request_too_large";
      case RATE -> "rate_limit_error";
      case INTERNAL, CUT, MALFORMED -> "api_error";
      case TIMEOUT -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
    };
  }
}

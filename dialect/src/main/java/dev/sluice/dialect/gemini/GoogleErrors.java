package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Statuses;

/// The errors of Google's APIs: `{"error": {"code", "message", "status", "details"}}`.
public final class GoogleErrors {
  private static final String TOO_LONG = "exceeds the maximum number of tokens";

  /// The part in the names of quotas that only a new day renews.
  private static final String DAILY = "PerDay";

  private GoogleErrors() {}

  /// The meaning of a provider's error. A used-up quota of the day is no rate limit: nobody gains
  /// by waiting as for a rate.
  ///
  /// @param status the status of the answer; 0 where the error came in a stream
  /// @param error the object called `error`
  public static AnswerFault fault(int status, JsonNode error) {
    String text = error.string("message", "");
    String message = text.isEmpty() ? "The provider reported an error" : text;
    int code = status > 0 ? status : (int) error.number("code", 0);
    return new AnswerFault(kind(error, message, code), message);
  }

  private static Kind kind(JsonNode error, String message, int code) {
    return switch (error.string("status", "")) {
      case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> invalid(error, message);
      case "UNAUTHENTICATED" -> Kind.AUTHENTICATION;
      case "PERMISSION_DENIED" -> Kind.DENIED;
      case "NOT_FOUND" -> Kind.NO_MODEL;
      case "RESOURCE_EXHAUSTED" -> isDaily(error) ? Kind.NO_MONEY : Kind.RATE;
      case "INTERNAL", "UNKNOWN", "DATA_LOSS", "ABORTED", "CANCELLED" -> Kind.INTERNAL;
      case "UNAVAILABLE" -> Kind.OVERLOADED;
      case "DEADLINE_EXCEEDED" -> Kind.TIMEOUT;
      default -> Statuses.kind(code);
    };
  }

  private static Kind invalid(JsonNode error, String message) {
    boolean key =
        error.children("details").stream()
            .anyMatch(detail -> detail.string("reason", "").equals("API_KEY_INVALID"));
    return key ? Kind.AUTHENTICATION : message.contains(TOO_LONG) ? Kind.TOO_LONG : Kind.INVALID;
  }

  private static boolean isDaily(JsonNode error) {
    return error.children("details").stream()
        .flatMap(detail -> detail.children("violations").stream())
        .anyMatch(violation -> violation.string("quotaId", "").contains(DAILY));
  }

  public static int status(AnswerFault fault) {
    return switch (fault.kind()) {
      case TOO_LARGE -> 400;
      case NO_MONEY -> 429;
      default -> Statuses.of(fault.kind());
    };
  }

  /// The body of an error.
  public static byte[] body(AnswerFault fault) {
    var out = new JsonOutput();
    out.open('{').name("error").open('{').field("code", status(fault));
    out.field("message", fault.message()).field("status", word(fault.kind()));
    return out.close('}').close('}').bytes();
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case INVALID, TOO_LONG, TOO_LARGE -> "INVALID_ARGUMENT";
      case AUTHENTICATION -> "UNAUTHENTICATED";
      case DENIED -> "PERMISSION_DENIED";
      case NO_MODEL -> "NOT_FOUND";
      case NO_MONEY, RATE -> "RESOURCE_EXHAUSTED";
      case INTERNAL, CUT, MALFORMED -> "INTERNAL";
      case OVERLOADED -> "UNAVAILABLE";
      case TIMEOUT -> "DEADLINE_EXCEEDED";
    };
  }
}

package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Statuses;
import org.jspecify.annotations.Nullable;

/// The errors of OpenAI's dialects.
public final class ChatErrors {
  private static final String INVALID = "invalid_request_error";

  private ChatErrors() {}

  /// The meaning of a provider's error.
  ///
  /// @param status the status of the answer; 0 where the error came in a stream
  /// @param error the object called `error`, or a text
  public static AnswerFault fault(int status, JsonNode error) {
    String text = error.is(JsonKind.STRING) ? error.text() : error.string("message");
    String message = text == null || text.isEmpty() ? "The provider reported an error" : text;
    JsonNode code = error.get("code");
    String word = code == null ? "" : code.text();
    Kind kind = kind(word);
    if (kind == null) {
      kind = kind(error.string("type", ""));
    }
    return new AnswerFault(kind == null ? Statuses.kind(status(status, word)) : kind, message);
  }

  private static int status(int status, String code) {
    return status > 0 || !code.matches("[1-5][0-9][0-9]") ? status : Integer.parseInt(code);
  }

  private static @Nullable Kind kind(String word) {
    return switch (word) {
      case "context_length_exceeded" -> Kind.TOO_LONG;
      case "invalid_api_key", "authentication_error" -> Kind.AUTHENTICATION;
      case "insufficient_quota", "billing_error" -> Kind.NO_MONEY;
      case "rate_limit_exceeded", "rate_limit_error", "slow_down", "tokens", "requests" ->
          Kind.RATE;
      case "model_not_found" -> Kind.NO_MODEL;
      case "server_is_overloaded", "overloaded_error" -> Kind.OVERLOADED;
      default -> null;
    };
  }

  public static int status(AnswerFault fault) {
    return fault.kind() == Kind.NO_MONEY ? 429 : Statuses.of(fault.kind());
  }

  /// The body of an error.
  public static byte[] body(AnswerFault fault) {
    var out = new JsonOutput();
    out.open('{').name("error").open('{').field("message", fault.message());
    out.field("type", type(fault.kind())).name("param").nothing();
    return out.nullable("code", code(fault.kind())).close('}').close('}').bytes();
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case INVALID, TOO_LONG, AUTHENTICATION, DENIED, NO_MODEL, TOO_LARGE -> INVALID;
      case NO_MONEY -> "insufficient_quota";
      case RATE -> "rate_limit_error";
      case INTERNAL, OVERLOADED, TIMEOUT, CUT, MALFORMED -> "server_error";
    };
  }

  private static @Nullable String code(Kind kind) {
    return switch (kind) {
      case TOO_LONG -> "context_length_exceeded";
      case AUTHENTICATION -> "invalid_api_key";
      case NO_MONEY -> "insufficient_quota";
      case NO_MODEL -> "model_not_found";
      case RATE -> "rate_limit_exceeded";
      case OVERLOADED -> "server_is_overloaded";
      case INVALID, DENIED, TOO_LARGE, INTERNAL, TIMEOUT, CUT, MALFORMED -> null;
    };
  }
}

package dev.sluice.api.anthropic;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Json;
import dev.sluice.api.ProviderError;
import dev.sluice.call.Failed;
import java.util.Set;

/// Errors in Anthropic's form: `{"type":"error","error":{"type","message"},"request_id"}`. There is
/// no place for a code, so it stands at the end of the message.
/// https://docs.anthropic.com/en/api/errors
final class MessageErrors {
  /// Anthropic's own status for an overload, which its clients know.
  private static final int OVERLOADED = 529;

  private static final int PAYMENT_REQUIRED = 402;

  /// Refusals by the load of the gateway itself that have another status in OpenAI's dialect.
  private static final Set<String> BY_LOAD = Set.of("queue_full");

  private MessageErrors() {}

  /// Returns `error` with Anthropic's status and type for it.
  static ApiError fitted(ApiError error) {
    int status = status(error);
    return new ApiError(
        status,
        type(status),
        error.code(),
        error.param(),
        error.message(),
        error.again(),
        error.after(),
        error.crowded());
  }

  private static int status(ApiError error) {
    if (error.status() == 503 || BY_LOAD.contains(error.code())) {
      return OVERLOADED;
    }
    return error.code().equals("insufficient_quota") ? PAYMENT_REQUIRED : error.status();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case PAYMENT_REQUIRED -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 409 -> "conflict_error";
      case 413 -> "request_too_large";
      case 424 -> "api_error";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  /// The body of an answer with an error that [#fitted] has returned.
  static String envelope(ApiError error, String id) {
    String message = placed(error) + " (" + error.code() + ")";
    return envelope(error.type(), message, id);
  }

  /// The message, with the name of the wrong property in front where the message does not say it,
  /// as this vendor writes paths: `messages.0.content.1`.
  private static String placed(ApiError error) {
    return error
        .param()
        .filter(param -> !error.message().contains(param))
        .map(param -> param.replace('[', '.').replace("]", "") + ": " + error.message())
        .orElse(error.message());
  }

  /// The provider's own words where they have Anthropic's form, else their message in that form.
  static String refusal(Failed.Refused why, String id) {
    ProviderError said = ProviderError.of(why).orElseThrow();
    return said.type().equals("error")
        ? said.json()
        : envelope(type(why.status()), ApiErrors.of(why).message(), id);
  }

  private static String envelope(String type, String message, String id) {
    return "{\"type\":\"error\",\"error\":{\"type\":"
        + Json.string(type)
        + ",\"message\":"
        + Json.string(message)
        + "},\"request_id\":"
        + Json.string(id)
        + "}";
  }
}

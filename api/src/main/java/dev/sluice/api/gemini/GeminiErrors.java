package dev.sluice.api.gemini;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Json;
import dev.sluice.api.ProviderError;
import dev.sluice.call.Failed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Errors in Google's form: `{"error":{"code","message","status","details"}}`. The gateway's own
/// word for one is its `reason`, and the wait before the next try its `retryDelay`, which clients
/// obey. https://cloud.google.com/apis/design/errors
final class GeminiErrors {
  private static final String TYPE = "{\"@type\":\"type.googleapis.com/google.rpc.";

  /// The detail of an error by which Gemini's clients know a quota that no wait of theirs opens.
  private static final String USED_UP =
      TYPE + "QuotaFailure\",\"violations\":[{\"quotaId\":\"AllowancePerDay\"}]}";

  private GeminiErrors() {}

  /// The body of an answer with `error`.
  static String envelope(ApiError error) {
    List<String> details = new ArrayList<>();
    details.add(
        TYPE + "ErrorInfo\",\"reason\":" + Json.string(error.code()) + ",\"domain\":\"sluice\"}");
    if (error.again()) {
      error.after().map(GeminiErrors::retry).ifPresent(details::add);
    }
    if (error.code().equals("insufficient_quota") || error.type().equals("insufficient_quota")) {
      details.add(USED_UP);
    }
    error.param().ifPresent(param -> details.add(violation(param, error.message())));
    return envelope(error.status(), placed(error), ",\"details\":" + details);
  }

  /// The message, with the name of the wrong property in front where the message does not say it.
  private static String placed(ApiError error) {
    return error
        .param()
        .filter(param -> !error.message().contains(param))
        .map(param -> param + ": " + error.message())
        .orElse(error.message());
  }

  private static String violation(String param, String message) {
    return TYPE
        + "BadRequest\",\"fieldViolations\":[{\"field\":"
        + Json.string(param)
        + ",\"description\":"
        + Json.string(message)
        + "}]}";
  }

  private static String retry(Duration wait) {
    BigDecimal seconds = BigDecimal.valueOf(wait.plusNanos(999_999).toMillis(), 3);
    return TYPE
        + "RetryInfo\",\"retryDelay\":\""
        + seconds.stripTrailingZeros().toPlainString()
        + "s\"}";
  }

  /// The provider's own words where they have Google's form, else their message in that form.
  static String refusal(Failed.Refused why) {
    ProviderError said = ProviderError.of(why).orElseThrow();
    return said.status().isEmpty()
        ? envelope(why.status(), ApiErrors.of(why).message(), "")
        : said.json();
  }

  private static String envelope(int status, String message, String more) {
    return "{\"error\":{\"code\":"
        + status
        + ",\"message\":"
        + Json.string(message)
        + ",\"status\":\""
        + word(status)
        + "\""
        + more
        + "}}";
  }

  /// The name of a status as
  /// https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto has it.
  private static String word(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 405, 501 -> "UNIMPLEMENTED";
      case 409 -> "ABORTED";
      case 424 -> "FAILED_PRECONDITION";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 500 -> "INTERNAL";
      case 408, 504 -> "DEADLINE_EXCEEDED";
      default -> status < 500 ? "INVALID_ARGUMENT" : "UNAVAILABLE";
    };
  }
}

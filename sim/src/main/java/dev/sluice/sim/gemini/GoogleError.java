package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.wire.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error as Google tells it: a code, a status in words, and details in place of headers: how
/// long to stay away (`RetryInfo`), which quota was exceeded (`QuotaFailure`), and why a key is
/// none (`ErrorInfo`).
///
/// @param error the same error in OpenAI's form
/// @param status of the answer
/// @param path of the call; null where it is none
/// @param hints what the answer's headers would have said
record GoogleError(JsonNode error, int status, @Nullable GeminiPath path, RetryHints hints) {
  private static final Pattern AGAIN = Pattern.compile("try again in ([0-9.]+m?s)");
  private static final String TYPE = "{\"@type\":\"type.googleapis.com/google.rpc.";

  /// The reason of a key that is not known, as `code`.
  static final String BAD_KEY = "API_KEY_INVALID";

  byte[] json() {
    int code = error.path("code").asInt(status);
    int httpCode = code == 0 ? status : code;
    Bytes out = new Bytes(512).ascii("{\"error\":{\"code\":").number(httpCode);
    out.ascii(",\"message\":").quoted(message(httpCode));
    out.ascii(",\"status\":").quoted(name(httpCode));
    String details = details();
    out.ascii(details.isEmpty() ? "" : ",\"details\":[" + details + "]");
    return out.ascii("}}").array();
  }

  private static String name(int status) {
    return switch (status) {
      case 400, 413, 422 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503, 529 -> "UNAVAILABLE";
      case 408, 504 -> "DEADLINE_EXCEEDED";
      default -> status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
    };
  }

  private String code() {
    return error.path("code").asText("");
  }

  private String message(int httpCode) {
    String message = error.path("message").asText("");
    return switch (code()) {
      case "model_not_found" -> notFound();
      case "insufficient_quota" ->
          "Your prepayment credits are depleted. Please go to AI Studio at"
              + " https://ai.studio/projects to manage your project and billing.";
      case "rate_limit_exceeded" -> quota(message);
      default -> httpCode == 429 ? exhausted() : message;
    };
  }

  private String notFound() {
    String version = path == null ? "v1beta" : path.version();
    String verb = path == null ? "generateContent" : path.verb().label();
    return ("models/%s is not found for API version %s, or is not supported for %s. Call ListModels"
            + " to see the list of available models and their supported methods.")
        .formatted(path == null ? "simulated" : path.model(), version, verb);
  }

  private static String exhausted() {
    return "Resource has been exhausted (e.g. check quota).";
  }

  private String quota(String message) {
    Matcher again = AGAIN.matcher(message);
    Optional<String> wait = again.find() ? Optional.of(again.group(1)) : Optional.empty();
    if (wait.isEmpty() && !hints.isPresent()) {
      return exhausted();
    }
    return "You exceeded your current quota, please check your plan and billing details. For more"
        + " information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. "
        + "\n* Quota exceeded for metric: generativelanguage.googleapis.com/"
        + kind().metric()
        + ", limit: "
        + hints.limit(kind())
        + wait.map(time -> "\nPlease retry in " + time + ".").orElse("");
  }

  private QuotaKind kind() {
    String message = error.path("message").asText("");
    return message.contains("(RPD)")
        ? QuotaKind.REQUESTS_PER_DAY
        : error.path("type").asText("").equals("tokens")
            ? QuotaKind.TOKENS_PER_MINUTE
            : QuotaKind.REQUESTS_PER_MINUTE;
  }

  private String details() {
    if (code().equals(BAD_KEY)) {
      return TYPE
          + "ErrorInfo\",\"reason\":\"API_KEY_INVALID\",\"domain\":\"googleapis.com\","
          + "\"metadata\":{\"service\":\"generativelanguage.googleapis.com\"}}";
    }
    String delay =
        hints.delay().map(d -> TYPE + "RetryInfo\",\"retryDelay\":" + quoted(d) + "}").orElse("");
    boolean quota = code().equals("rate_limit_exceeded") && !delay.isEmpty();
    return quota ? violation() + "," + delay : delay;
  }

  private String violation() {
    return """
        %sQuotaFailure","violations":[{\
        "quotaMetric":"generativelanguage.googleapis.com/%s","quotaId":"%s",\
        "quotaDimensions":{"location":"global","model":%s},"quotaValue":"%s"}]},\
        %sHelp","links":[{"description":"Learn more about Gemini API quotas",\
        "url":"https://ai.google.dev/gemini-api/docs/rate-limits"}]}"""
        .formatted(
            TYPE,
            kind().metric(),
            kind().id(),
            quoted(path == null ? "simulated" : path.model()),
            hints.limit(kind()),
            TYPE);
  }

  private static String quoted(String text) {
    return new Bytes(64).quoted(text).toString();
  }
}

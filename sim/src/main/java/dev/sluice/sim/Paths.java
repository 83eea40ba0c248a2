package dev.sluice.sim;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.regex.Pattern;

/// The paths that the simulator serves. Besides OpenAI's own `/v1` it answers at the addresses of
/// providers that speak the same dialect elsewhere.
final class Paths {
  private static final Pattern BASE =
      Pattern.compile(
          "^(/v1beta/openai|/v1beta(?=/models)|/api/v1|/openai/v1|/openai/deployments/[^/]+|/v1|)(?=/)");

  private Paths() {}

  /// Returns the part of `path` below the base.
  static String local(String path) {
    return path.startsWith("/v1/") ? path.substring(3) : BASE.matcher(path).replaceFirst("");
  }

  static OpenAiError unknown(ReceivedRequest request) {
    String message = "Invalid URL (" + request.method() + " " + request.path() + ")";
    return new OpenAiError(404, "invalid_request_error", null, null, message);
  }

  static OpenAiError wrongMethod(ReceivedRequest request) {
    return new OpenAiError(
        405,
        "invalid_request_error",
        null,
        "method_not_supported",
        "Not allowed to %s on %s. (HINT: Perhaps you meant to use a different HTTP method?)"
            .formatted(request.method(), request.path()));
  }
}

package dev.sluice.sim;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that a provider accepts.
record AcceptedKeys(List<String> accepted) {
  private static final String BEARER = "Bearer ";
  private static final List<String> HEADERS = List.of("x-api-key", "api-key", "x-goog-api-key");

  /// Returns why a request may not be answered; null if it may.
  @Nullable OpenAiError check(ReceivedRequest request) {
    if (accepted.isEmpty()) {
      return null;
    }
    String key = key(request);
    if (key == null) {
      return refused(
          null,
          "You didn't provide an API key. You need to provide your API key in an Authorization"
              + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
    }
    return accepted.contains(key)
        ? null
        : refused("invalid_api_key", "Incorrect API key provided.");
  }

  /// The key that `request` comes with; empty where there is none.
  static String of(ReceivedRequest request) {
    String key = key(request);
    return key == null ? "" : key;
  }

  private static @Nullable String key(ReceivedRequest request) {
    String bearer = request.header("authorization");
    if (bearer != null && bearer.startsWith(BEARER)) {
      return bearer.substring(BEARER.length());
    }
    for (String name : HEADERS) {
      String key = request.header(name);
      if (key != null) {
        return key;
      }
    }
    return request.query("key");
  }

  private static OpenAiError refused(@Nullable String code, String message) {
    return new OpenAiError(401, "invalid_request_error", null, code, message);
  }
}

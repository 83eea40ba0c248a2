package dev.sluice.sim;

import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.wire.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that a provider accepts.
final class Keys {
  private static final String BEARER = "Bearer ";
  private static final List<String> HEADERS = List.of("x-api-key", "api-key", "x-goog-api-key");

  private final List<String> accepted;

  Keys(List<String> accepted) {
    this.accepted = accepted;
  }

  /// Returns why a request may not be answered; null if it may.
  @Nullable ApiError check(Request request) {
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
  static String of(Request request) {
    String key = key(request);
    return key == null ? "" : key;
  }

  private static @Nullable String key(Request request) {
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

  private static ApiError refused(@Nullable String code, String message) {
    return new ApiError(401, "invalid_request_error", null, code, message);
  }
}

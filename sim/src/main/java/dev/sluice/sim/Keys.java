package dev.sluice.sim;

import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.wire.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that may ask.
final class Keys {
  private static final String BEARER = "Bearer ";

  private final List<String> accepted;

  Keys(List<String> accepted) {
    this.accepted = accepted;
  }

  /// Why a request may not be answered; null if it may.
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

  private static @Nullable String key(Request request) {
    String bearer = request.header("authorization");
    return bearer != null && bearer.startsWith(BEARER)
        ? bearer.substring(BEARER.length())
        : request.header(request.header("x-api-key") == null ? "api-key" : "x-api-key");
  }

  private static ApiError refused(@Nullable String code, String message) {
    return new ApiError(401, "invalid_request_error", null, code, message);
  }
}

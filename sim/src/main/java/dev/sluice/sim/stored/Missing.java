package dev.sluice.sim.stored;

import dev.sluice.sim.dialect.ApiError;

/// What is not there, or is another key's.
final class Missing {
  private Missing() {}

  static ApiError response(String id) {
    return of("Response with id '" + id + "' not found.");
  }

  static ApiError conversation(String id) {
    return of("Conversation with id '" + id + "' not found.");
  }

  private static ApiError of(String message) {
    return new ApiError(404, "invalid_request_error", null, null, message);
  }
}

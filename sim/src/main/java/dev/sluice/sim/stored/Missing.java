package dev.sluice.sim.stored;

import dev.sluice.sim.dialect.OpenAiError;

/// What is not there, or is another key's.
final class Missing {
  private Missing() {}

  static OpenAiError response(String id) {
    return of("Response with id '" + id + "' not found.");
  }

  static OpenAiError conversation(String id) {
    return of("Conversation with id '" + id + "' not found.");
  }

  private static OpenAiError of(String message) {
    return new OpenAiError(404, "invalid_request_error", null, null, message);
  }
}

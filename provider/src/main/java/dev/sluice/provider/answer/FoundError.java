package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonWalker;

/// The error found in an event, or in a whole answer.
final class FoundError {
  private static final String TOO_LONG =
      "{\"message\":\"the provider's error is larger than " + JsonWalker.KEPT_MAX + " bytes\"}";

  private FoundError() {}

  /// Returns the error as it was written; where it is longer than what is kept of a value, other
  /// words, which are an error all the same.
  static String of(JsonWalker<?> walker) {
    String raw = walker.raw();
    return raw.isEmpty() ? TOO_LONG : raw;
  }
}

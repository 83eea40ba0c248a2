package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonWalker;

/// The error that is found in an event, or in a whole answer.
public final class FoundError {
  private static final String TOO_LONG =
      "{\"message\":\"the provider's error is larger than " + JsonWalker.KEPT_MAX + " bytes\"}";

  private FoundError() {}

  /// The value found, as it was written; other words where it is longer than what is kept: it is an
  /// error all the same.
  public static String of(JsonWalker<?> at) {
    String raw = at.raw();
    return raw.isEmpty() ? TOO_LONG : raw;
  }
}

package dev.sluice.config.yaml;

import java.util.Map;
import java.util.Optional;

/// Words of configurations that earlier versions read, and what to say instead.
final class GoneWords {
  private static final Map<String, String> KEYS =
      Map.of("retry.backoff", "leave it out, a wait is always a random part of a doubled time");

  private static final Map<String, String> VALUES =
      Map.of(
          "breaker: classic",
          "leave it out, or say {failures: 5, open: 60s}",
          "first_token: classic",
          "leave it out, or say a duration such as 10s",
          "batch: classic",
          "say {max_items: 5, max_wait: 100ms}");

  private GoneWords() {}

  /// Returns what to do about a key that is gone.
  ///
  /// @param name of the key with all sections that it is in: `routes.fast.retry.backoff`
  static Optional<String> key(String name) {
    return KEYS.entrySet().stream()
        .filter(gone -> name.equals(gone.getKey()) || name.endsWith("." + gone.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// Returns what to do about a value that is gone.
  ///
  /// @param name of its key with all sections that it is in
  static Optional<String> value(String name, String text) {
    String key = name.substring(name.lastIndexOf('.') + 1);
    return Optional.ofNullable(VALUES.get(key + ": " + text));
  }
}

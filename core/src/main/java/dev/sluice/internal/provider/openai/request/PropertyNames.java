package dev.sluice.internal.provider.openai.request;

import java.util.HashSet;
import java.util.Set;

/// The names of one object's properties, each of which may stand there once. It remembers so many
/// as no honest request has, and no more, so that no body can make it large. For one pass over one
/// object.
final class PropertyNames {
  /// How many properties one object may have that is looked at; the APIs know a few dozen.
  static final int COUNT_MAX = 1024;

  /// How many characters their names may have together.
  static final int CHARS_MAX = 64 * 1024;

  private final Set<String> seen = new HashSet<>();
  private int chars;

  /// Takes note of `name`.
  ///
  /// @param path how a complaint calls it
  /// @throws InvalidRequest if it stands there twice, or if there are too many
  void add(String name, String path) throws InvalidRequest {
    if (!seen.add(name)) {
      throw InvalidRequests.duplicate(path);
    }
    chars += name.length();
    if (seen.size() > COUNT_MAX || chars > CHARS_MAX) {
      throw InvalidRequests.tooManyNames(COUNT_MAX, CHARS_MAX);
    }
  }
}

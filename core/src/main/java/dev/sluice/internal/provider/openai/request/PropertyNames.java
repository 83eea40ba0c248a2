package dev.sluice.internal.provider.openai.request;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of one object's properties, each of which may occur once. It remembers so many as no
/// honest request has, and no more, so that no body can make it large. For one pass over one
/// object.
final class PropertyNames {
  /// How many properties one object may have that is looked at; the APIs know a few dozen.
  static final int COUNT_MAX = 1024;

  /// How many characters their names may have together.
  static final int CHARS_MAX = 64 * 1024;

  /// Most objects have no more properties than are compared one by one.
  private static final int FEW = 8;

  private final String[] few = new String[FEW];

  /// The names after the first few.
  private @Nullable Set<String> more;

  private int count;
  private int chars;

  /// Takes note of `name`.
  ///
  /// @param path how a complaint calls it
  /// @throws InvalidRequest if it occurs twice, or if there are too many
  void add(String name, String path) throws InvalidRequest {
    if (!isNew(name)) {
      throw InvalidRequests.duplicate(path);
    }
    chars += name.length();
    if (++count > COUNT_MAX || chars > CHARS_MAX) {
      throw InvalidRequests.tooManyNames(COUNT_MAX, CHARS_MAX);
    }
  }

  private boolean isNew(String name) {
    for (int i = 0; i < Math.min(count, FEW); i++) {
      if (name.equals(few[i])) {
        return false;
      }
    }
    if (count >= FEW) {
      more = more == null ? new HashSet<>() : more;
      return more.add(name);
    }
    few[count] = name;
    return true;
  }
}

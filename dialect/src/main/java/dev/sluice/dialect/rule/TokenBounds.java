package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.JsonNode;
import org.jspecify.annotations.Nullable;

/// The bounds in tokens that requests set. A bound that cannot be read is refused: a call without
/// it may cost more than its client allows.
public final class TokenBounds {
  private TokenBounds() {}

  /// The bound that a property sets; null where there is none.
  ///
  /// @throws Untranslatable if the bound is no whole number, negative, or beyond a `long`
  public static @Nullable Long read(JsonNode holder, String name) {
    JsonNode bound = holder.get(name);
    if (bound == null) {
      return null;
    }
    long tokens = holder.number(name, -1);
    if (tokens < 0) {
      throw new Untranslatable(
          bound, "not a number of tokens: a whole number from 0 to " + Long.MAX_VALUE);
    }
    return tokens;
  }
}

package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.RawJson;
import org.jspecify.annotations.Nullable;

/// The numbers that requests set. One that cannot be read is refused: a call without its bound may
/// cost more than its client allows.
public final class RequestNumbers {
  private RequestNumbers() {}

  /// The bound in tokens that a property sets; null where there is none.
  ///
  /// @throws Untranslatable if the bound is no whole number, negative, or beyond a `long`
  public static @Nullable Long tokens(JsonNode holder, String name) {
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

  /// A number as it was written; null where there is none.
  ///
  /// @throws Untranslatable if `value` is no number
  public static @Nullable RawJson number(@Nullable JsonNode value) {
    if (value != null && !value.is(JsonKind.NUMBER)) {
      throw new Untranslatable(value, "not a number");
    }
    return value == null ? null : value.raw();
  }
}

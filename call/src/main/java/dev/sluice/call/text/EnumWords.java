package dev.sluice.call.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words for constants, as configuration, JSON, metrics and command lines have them. Pure
/// functions.
public final class EnumWords {
  private EnumWords() {}

  /// The word for a constant: `COUNT_TOKENS` is `count_tokens`.
  public static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// The constant for a word.
  ///
  /// @param what what the word stands for, for the message
  /// @throws IllegalArgumentException if there is none; it lists those that there are
  public static <E extends Enum<E>> E read(Class<E> type, String what, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> of(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    what + " must be one of " + all(type) + "; it is " + word));
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(EnumWords::of)
        .collect(Collectors.joining(", "));
  }
}

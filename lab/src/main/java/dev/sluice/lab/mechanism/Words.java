package dev.sluice.lab.mechanism;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words of the command line for constants.
public final class Words {
  private Words() {}

  /// Returns the word for a constant.
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// Returns the constant that a word stands for.
  ///
  /// @throws IllegalArgumentException if there is none; the message says which words there are
  public static <E extends Enum<E>> E read(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no `%s`; there are %s".formatted(word, all(type))));
  }

  private static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }
}

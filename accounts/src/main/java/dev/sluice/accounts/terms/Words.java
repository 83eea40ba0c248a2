package dev.sluice.accounts.terms;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words in which terms are written, in a store, in JSON and on a command line.
public final class Words {
  private Words() {}

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
    return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }

  /// Writes a list as one text.
  public static String join(Collection<String> items) {
    return String.join(",", items);
  }

  /// Reads a list that was written as one text.
  public static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }
}

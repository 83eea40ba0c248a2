package dev.sluice.batches.file;

import java.util.random.RandomGenerator;

/// Names of what clients keep here, which nobody guesses: at least 128 random bits, as digits and
/// letters of ASCII.
public final class RandomIds {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /// How many letters hold 128 bits: the logarithm of 62 to the base of 2 is 5.95.
  static final int LENGTH = 22;

  private RandomIds() {}

  /// Makes a name.
  ///
  /// @param prefix says what is named, such as `file-`
  /// @param random a generator that cannot be foretold
  public static String next(String prefix, RandomGenerator random) {
    var text = new StringBuilder(prefix.length() + LENGTH).append(prefix);
    for (int i = 0; i < LENGTH; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /// Whether a text can be such a name.
  static boolean is(String prefix, String text) {
    return text.length() == prefix.length() + LENGTH
        && text.startsWith(prefix)
        && text.chars().skip(prefix.length()).allMatch(letter -> LETTERS.indexOf(letter) >= 0);
  }
}

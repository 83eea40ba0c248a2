package dev.sluice.config.value;

import java.util.regex.Pattern;

/// Counts of tokens and calls as configuration writes them: `500`, `200K`, `5M`.
public final class Counts {
  private static final long MOST = 1_000_000_000_000L;
  private static final Pattern PLAIN = Pattern.compile("\\d{1,13}");
  private static final Pattern SHORT = Pattern.compile("\\d{1,9}[KMG]");

  /// The type of a count.
  public static final Type<Long> COUNT = countFrom(1);

  /// The type of a count for a limit that may be left out; 0 for none.
  public static final Type<Long> COUNT_OR_NONE = countFrom(0);

  private Counts() {}

  private static Type<Long> countFrom(long least) {
    return text -> {
      long value = -1;
      if (PLAIN.matcher(text).matches()) {
        value = Long.parseLong(text);
      } else if (SHORT.matcher(text).matches()) {
        value = Sizes.parse(text);
      }
      if (value < least || value > MOST) {
        throw new ConfigProblem(
            "must be a whole number from " + least + " to 1000G, such as 500, 200K or 5M");
      }
      return value;
    };
  }
}

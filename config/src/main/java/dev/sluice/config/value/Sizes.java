package dev.sluice.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as configuration writes them: `64KiB`, `32MiB`, `1GiB` in powers of 1,024; `5K`, `5M`,
/// `5G` in powers of 1,000; `100B`.
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB|K|M|G)");

  private Sizes() {}

  /// Reads a size, in its unit (bytes, tokens).
  ///
  /// @throws ConfigProblem if `text` is none
  public static long parse(String text) throws ConfigProblem {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigProblem("must be a size with its unit, such as 64KiB, 32MiB, 1GiB or 5M");
    }
    return Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
  }

  /// Shows a size in the largest unit, of powers of 1,024, that needs no fraction.
  public static String show(long size) {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      if (size != 0 && size % unit(unit) == 0) {
        return size / unit(unit) + unit;
      }
    }
    return size + "B";
  }

  private static long unit(String name) {
    return switch (name) {
      case "B" -> 1;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "K" -> 1_000;
      case "M" -> 1_000_000;
      case "G" -> 1_000_000_000;
      default -> throw new IllegalArgumentException("no unit of size: " + name);
    };
  }
}

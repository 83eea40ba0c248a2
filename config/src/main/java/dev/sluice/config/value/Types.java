package dev.sluice.config.value;

import dev.sluice.call.text.Nearest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Types of values that any file may have.
public final class Types {
  private Types() {}

  /// A text that is not empty.
  public static final Type<String> TEXT =
      text -> {
        if (text.isBlank()) {
          throw new ConfigProblem("must not be empty");
        }
        return text;
      };

  /// `true` or `false`.
  public static final Type<Boolean> BOOLEAN =
      text ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigProblem("must be true or false");
          };

  /// A whole number from `min` to `max`.
  public static Type<Integer> integer(int min, int max) {
    return text -> {
      ConfigProblem mistake =
          new ConfigProblem("must be a whole number from " + min + " to " + max);
      try {
        int value = Integer.parseInt(text);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw mistake;
      }
      throw mistake;
    };
  }

  /// A number from `min` to `max`, in decimal notation.
  public static Type<Double> number(double min, double max) {
    return text -> {
      double value =
          text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? Double.parseDouble(text) : Double.NaN;
      if (value >= min && value <= max) {
        return value;
      }
      throw new ConfigProblem("must be a number from " + min + " to " + max);
    };
  }

  /// A share from 0 to 1, written as a percentage: `10%`, `2.5%`.
  public static final Type<Double> PERCENT =
      text -> {
        boolean percent = text.matches("\\d{1,3}(\\.\\d{1,6})?%");
        double value =
            percent ? Double.parseDouble(text.substring(0, text.length() - 1)) : Double.NaN;
        if (value >= 0 && value <= 100) {
          return value / 100;
        }
        throw new ConfigProblem("must be a percentage from 0% to 100%");
      };

  /// A length of time from `min` to `max`; see [Durations].
  public static Type<Duration> duration(Duration min, Duration max) {
    return text -> {
      Duration value = Durations.parse(text);
      if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
        String range = Durations.show(min) + " to " + Durations.show(max);
        throw new ConfigProblem("must be a duration from " + range);
      }
      return value;
    };
  }

  /// A size from `min` to `max`; see [Sizes].
  public static Type<Long> size(long min, long max) {
    return text -> {
      long value = Sizes.parse(text);
      if (value < min || value > max) {
        throw new ConfigProblem(
            "must be a size from " + Sizes.show(min) + " to " + Sizes.show(max));
      }
      return value;
    };
  }

  /// A type with a few names.
  ///
  /// @param values in the order in which messages list them
  public static <T> Type<T> oneOf(Map<String, T> values) {
    return text -> {
      T value = values.get(text);
      if (value == null) {
        throw new ConfigProblem(
            "must be one of " + String.join(", ", values.keySet()), near(text, values));
      }
      return value;
    };
  }

  /// A type with a few words, each with its value; messages list them in this order.
  @SafeVarargs
  public static <T> Type<T> oneOf(Map.Entry<String, T>... words) {
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<String, T> word : words) {
      values.put(word.getKey(), word.getValue());
    }
    return oneOf(values);
  }

  /// A type with a word for each constant of an enumeration.
  public static <E extends Enum<E>> Type<E> oneOf(Class<E> type, Function<E, String> word) {
    Map<String, E> values = new LinkedHashMap<>();
    EnumSet.allOf(type).forEach(value -> values.put(word.apply(value), value));
    return oneOf(values);
  }

  /// A type with the names of an enumeration's constants, in lower case.
  public static <E extends Enum<E>> Type<E> oneOf(Class<E> type) {
    return oneOf(type, value -> value.name().toLowerCase(Locale.ROOT));
  }

  private static String near(String text, Map<String, ?> values) {
    List<String> near = Nearest.of(text, values.keySet());
    return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
  }
}

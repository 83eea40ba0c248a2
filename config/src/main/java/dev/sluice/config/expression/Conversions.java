package dev.sluice.config.expression;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What functions make of one value; null where they do not take it.
final class Conversions {
  private static final int LONGEST_NUMBER = 64;
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final Pattern REAL = Pattern.compile("-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?");

  /// The bit that tells letters of ASCII in lower case from those in upper case.
  private static final int CASE = 0x20;

  private Conversions() {}

  static @Nullable Object string(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> ? null : value.toString();
  }

  static @Nullable Object whole(Object value) {
    return switch (value) {
      case Long number -> number;
      case Double number ->
          Math.abs(number) < 0x1p63 ? (Object) number.longValue() : EvaluationError.NO_NUMBER;
      case String text when text.length() <= LONGEST_NUMBER -> parsed(text, WHOLE, Long::valueOf);
      case String _ -> EvaluationError.NO_NUMBER;
      default -> null;
    };
  }

  static @Nullable Object real(Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case String text when text.length() <= LONGEST_NUMBER -> parsed(text, REAL, Double::valueOf);
      case String _ -> EvaluationError.NO_NUMBER;
      default -> null;
    };
  }

  /// @param form of the texts that are numbers: Java takes more, such as `NaN` and `1d`
  private static Object parsed(String text, Pattern form, Function<String, Object> does) {
    try {
      return form.matcher(text).matches() ? does.apply(text) : EvaluationError.NO_NUMBER;
    } catch (NumberFormatException e) {
      return EvaluationError.NO_NUMBER;
    }
  }

  /// A text whose letters of ASCII between two are of the other case; others stay as they are.
  static String cased(String text, char first, char last) {
    var cased = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      cased.append(c >= first && c <= last ? (char) (c ^ CASE) : c);
    }
    return cased.toString();
  }
}

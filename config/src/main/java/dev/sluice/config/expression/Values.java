package dev.sluice.config.expression;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Equality and order of values.
final class Values {
  private Values() {}

  /// Whether two values are equal: numbers by their value, whatever their types; lists and maps by
  /// what they hold. Means nothing where the evaluation is spent.
  static boolean equal(@Nullable Object a, @Nullable Object b, Evaluation evaluation) {
    boolean texts = a instanceof String x && b instanceof String y && x.length() == y.length();
    if (!evaluation.takes(texts && a instanceof String x ? Evaluation.of(x) : 1)) {
      return false;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return (x instanceof Long && y instanceof Long)
          ? x.longValue() == y.longValue()
          : x.doubleValue() == y.doubleValue();
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equal(x, y, evaluation);
    }
    return (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y)
        ? equal(x, y, evaluation)
        : Objects.equals(a, b);
  }

  private static boolean equal(List<?> a, List<?> b, Evaluation evaluation) {
    boolean equal = a.size() == b.size();
    for (int i = 0; equal && i < a.size(); i++) {
      equal = equal(a.get(i), b.get(i), evaluation);
    }
    return equal;
  }

  private static boolean equal(Map<?, ?> a, Map<?, ?> b, Evaluation evaluation) {
    return a.size() == b.size()
        && a.entrySet().stream()
            .allMatch(
                one ->
                    b.containsKey(one.getKey())
                        && equal(one.getValue(), b.get(one.getKey()), evaluation));
  }

  /// Whether a list holds a value. Means nothing where the evaluation is spent.
  static boolean contains(List<?> list, @Nullable Object value, Evaluation evaluation) {
    for (Object element : list) {
      if (equal(element, value, evaluation)) {
        return true;
      }
      if (evaluation.isSpent()) {
        return false;
      }
    }
    return false;
  }

  /// Whether a value is IEEE 754's NaN, which has no order.
  static boolean isNoNumber(@Nullable Object value) {
    return value instanceof Double number && number.isNaN();
  }

  /// The order of two values of one type; null where they have none.
  static @Nullable Integer order(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      double one = x.doubleValue();
      double other = y.doubleValue();
      return one < other ? -1 : one > other ? 1 : 0;
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return x.compareTo(y);
    }
    return (a instanceof Instant x && b instanceof Instant y)
        ? Integer.valueOf(x.compareTo(y))
        : null;
  }
}

package dev.sluice.config.expression;

import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/// Arithmetic of two numbers of one type. What does not fit into 64 bits is a fault, as in CEL.
final class Arithmetic {
  private static final BinaryOperator<Object> PLUS = exact(Math::addExact, Double::sum);
  private static final BinaryOperator<Object> MINUS = exact(Math::subtractExact, (a, b) -> a - b);
  private static final BinaryOperator<Object> TIMES = exact(Math::multiplyExact, (a, b) -> a * b);
  private static final BinaryOperator<Object> OVER =
      divided(exact(Math::divideExact, (a, b) -> a / b));
  private static final BinaryOperator<Object> REST =
      divided(exact((a, b) -> a % b, (a, b) -> a % b));

  private Arithmetic() {}

  static BinaryOperator<Object> of(String operator) {
    return switch (operator) {
      case "+" -> PLUS;
      case "-" -> MINUS;
      case "*" -> TIMES;
      case "/" -> OVER;
      default -> REST;
    };
  }

  private static BinaryOperator<Object> exact(LongBinaryOperator whole, DoubleBinaryOperator real) {
    return (a, b) -> {
      if (a instanceof Long x && b instanceof Long y) {
        return exactly(whole, x, y);
      }
      return a instanceof Double x && b instanceof Double y
          ? (Object) real.applyAsDouble(x, y)
          : EvaluationError.WRONG_TYPE;
    };
  }

  private static Object exactly(LongBinaryOperator does, long a, long b) {
    try {
      return does.applyAsLong(a, b);
    } catch (ArithmeticException overflow) {
      return EvaluationError.NO_NUMBER;
    }
  }

  private static BinaryOperator<Object> divided(BinaryOperator<Object> does) {
    return (a, b) -> b.equals(0L) ? EvaluationError.DIVISION_BY_ZERO : does.apply(a, b);
  }
}

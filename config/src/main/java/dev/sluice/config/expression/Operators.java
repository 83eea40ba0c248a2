package dev.sluice.config.expression;

import dev.sluice.config.expression.Code.Typed;
import dev.sluice.config.expression.SyntaxTree.Binary;
import dev.sluice.config.expression.ValueType.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The operators of two sides: what they demand of the types, and what they do.
///
/// @param <F> where facts are read from
final class Operators<F> {
  /// The longest text that `+` makes, in characters.
  private static final int LONGEST = 65_536;

  /// Joins the operands of an operator, compiled.
  Typed<F> of(Binary operation, Typed<F> left, Typed<F> right) throws ExpressionException {
    Code<F> a = left.code();
    Code<F> b = right.code();
    return switch (operation.operator()) {
      case "&&" -> truth(operation, left, right, both(a, b));
      case "||" -> truth(operation, left, right, either(a, b));
      case "==" -> comparable(operation, left, right, equal(a, b, true));
      case "!=" -> comparable(operation, left, right, equal(a, b, false));
      case "<" -> ordered(operation, left, right, order -> order < 0);
      case "<=" -> ordered(operation, left, right, order -> order <= 0);
      case ">" -> ordered(operation, left, right, order -> order > 0);
      case ">=" -> ordered(operation, left, right, order -> order >= 0);
      case "in" -> in(operation, left, right);
      case "+" -> sum(operation, left, right);
      default -> arithmetic(operation, left, right);
    };
  }

  /// @param not whether the operator is `!`, and not `-`
  static Object unary(@Nullable Object value, boolean not) {
    return switch (value) {
      case Boolean truth when not -> !truth;
      case Long number when !not -> Arithmetic.of("-").apply(0L, number);
      case Double number when !not -> -number;
      case EvaluationError fault -> fault;
      case null, default -> EvaluationError.WRONG_TYPE;
    };
  }

  private Typed<F> truth(Binary operation, Typed<F> left, Typed<F> right, Code<F> code)
      throws ExpressionException {
    require(operation, left.type().mayBe(Kind.BOOL) && right.type().mayBe(Kind.BOOL), left, right);
    return new Typed<>(ValueType.BOOL, code);
  }

  private static <F> Code<F> both(Code<F> left, Code<F> right) {
    return (facts, item) -> {
      Object a = left.of(facts, item);
      if (Boolean.FALSE.equals(a)) {
        return a;
      }
      Object b = right.of(facts, item);
      return Boolean.FALSE.equals(b) ? b : undecided(a, b);
    };
  }

  private static <F> Code<F> either(Code<F> left, Code<F> right) {
    return (facts, item) -> {
      Object a = left.of(facts, item);
      if (Boolean.TRUE.equals(a)) {
        return a;
      }
      Object b = right.of(facts, item);
      return Boolean.TRUE.equals(b) ? b : undecided(a, b);
    };
  }

  /// The result where neither side decides alone: a fault of the first, else the second.
  private static Object undecided(@Nullable Object a, @Nullable Object b) {
    Object first = truthOrFault(a);
    return first instanceof EvaluationError ? first : truthOrFault(b);
  }

  static Object truthOrFault(@Nullable Object value) {
    return value instanceof Boolean || value instanceof EvaluationError
        ? value
        : EvaluationError.WRONG_TYPE;
  }

  private Typed<F> comparable(Binary operation, Typed<F> left, Typed<F> right, Code<F> code)
      throws ExpressionException {
    require(operation, left.type().comparesWith(right.type()), left, right);
    return new Typed<>(ValueType.BOOL, code);
  }

  private static <F> Code<F> equal(Code<F> left, Code<F> right, boolean wanted) {
    return (facts, item) -> {
      Object a = left.of(facts, item);
      Object b = right.of(facts, item);
      Object fault = fault(a, b);
      if (fault != null) {
        return fault;
      }
      boolean equal = Values.equal(a, b, item);
      return item.isSpent() ? EvaluationError.TOO_LARGE : (Object) (equal == wanted);
    };
  }

  private Typed<F> ordered(Binary operation, Typed<F> left, Typed<F> right, IntPredicate holds)
      throws ExpressionException {
    ValueType a = left.type();
    ValueType b = right.type();
    boolean same = a.comparesWith(b) && isOrdered(a) && isOrdered(b);
    require(operation, same, left, right);
    Code<F> one = left.code();
    Code<F> other = right.code();
    return new Typed<>(
        ValueType.BOOL,
        (facts, item) -> {
          Object x = one.of(facts, item);
          Object y = other.of(facts, item);
          Object fault = fault(x, y);
          if (fault != null) {
            return fault;
          }
          if (!item.takes(x == null ? 1 : steps(x))) {
            return EvaluationError.TOO_LARGE;
          }
          if (Values.isNoNumber(x) || Values.isNoNumber(y)) {
            return false;
          }
          Integer order = Values.order(x, y);
          return order == null ? EvaluationError.WRONG_TYPE : (Object) holds.test(order);
        });
  }

  private static boolean isOrdered(ValueType type) {
    return !type.is(Kind.LIST) && !type.is(Kind.MAP) && !type.is(Kind.NULL) && !type.is(Kind.CIDR);
  }

  private Typed<F> in(Binary operation, Typed<F> left, Typed<F> right) throws ExpressionException {
    ValueType of = right.type();
    boolean list = of.is(Kind.LIST) && left.type().comparesWith(of.element());
    boolean map = of.is(Kind.MAP) && left.type().mayBe(Kind.STRING);
    require(operation, list || map || of.is(Kind.DYNAMIC), left, right);
    Code<F> one = left.code();
    Code<F> other = right.code();
    return new Typed<>(
        ValueType.BOOL,
        (facts, item) -> {
          Object a = one.of(facts, item);
          Object b = other.of(facts, item);
          Object fault = fault(a, b);
          return fault != null ? fault : isIn(a, b, item);
        });
  }

  private static Object isIn(
      @Nullable Object value, @Nullable Object within, Evaluation evaluation) {
    return switch (within) {
      case List<?> list when list.size() > Functions.MOST_ELEMENTS -> EvaluationError.TOO_LARGE;
      case List<?> list -> {
        boolean is = Values.contains(list, value, evaluation);
        yield evaluation.isSpent() ? EvaluationError.TOO_LARGE : (Object) is;
      }
      case Map<?, ?> map -> value instanceof String && map.containsKey(value);
      case null, default -> EvaluationError.WRONG_TYPE;
    };
  }

  private Typed<F> sum(Binary operation, Typed<F> left, Typed<F> right) throws ExpressionException {
    boolean texts = left.type().mayBe(Kind.STRING) && right.type().mayBe(Kind.STRING);
    if (!texts) {
      return arithmetic(operation, left, right);
    }
    ValueType type = left.type().is(Kind.STRING) ? left.type() : right.type();
    return new Typed<>(type, calculated(left.code(), right.code(), Operators::added));
  }

  private static Object added(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return x.length() + y.length() > LONGEST ? EvaluationError.TOO_LARGE : x + y;
    }
    return Arithmetic.of("+").apply(a, b);
  }

  private Typed<F> arithmetic(Binary operation, Typed<F> left, Typed<F> right)
      throws ExpressionException {
    ValueType a = left.type();
    ValueType b = right.type();
    boolean whole = operation.operator().equals("%");
    require(operation, whole ? areWhole(a, b) : areNumbers(a, b), left, right);
    ValueType type = a.is(Kind.DYNAMIC) ? b : a;
    BinaryOperator<Object> does = Arithmetic.of(operation.operator());
    return new Typed<>(type, calculated(left.code(), right.code(), does));
  }

  private static boolean areWhole(ValueType a, ValueType b) {
    return a.mayBe(Kind.INT) && b.mayBe(Kind.INT);
  }

  private static boolean areNumbers(ValueType a, ValueType b) {
    return a.mayBeNumber() && b.mayBeNumber() && (a.mayBe(b.kind()) || b.is(Kind.DYNAMIC));
  }

  private static <F> Code<F> calculated(Code<F> left, Code<F> right, BinaryOperator<Object> does) {
    return (facts, item) -> {
      Object a = left.of(facts, item);
      Object b = right.of(facts, item);
      Object fault = fault(a, b);
      if (fault != null) {
        return fault;
      }
      if (a == null || b == null) {
        return EvaluationError.WRONG_TYPE;
      }
      long steps = steps(a) + steps(b);
      return item.takes(steps) ? does.apply(a, b) : EvaluationError.TOO_LARGE;
    };
  }

  private static long steps(Object value) {
    return value instanceof String text ? Evaluation.of(text) : 1;
  }

  private static @Nullable Object fault(@Nullable Object a, @Nullable Object b) {
    if (a instanceof EvaluationError) {
      return a;
    }
    return b instanceof EvaluationError ? b : null;
  }

  private static <F> void require(Binary operation, boolean fits, Typed<F> left, Typed<F> right)
      throws ExpressionException {
    if (!fits) {
      throw new ExpressionException(
          operation.at(),
          "has `%s` between %s and %s"
              .formatted(operation.operator(), left.type().word(), right.type().word()),
          remedy(operation, List.of(left.type().kind(), right.type().kind())));
    }
  }

  private static String remedy(Binary operation, List<Kind> kinds) {
    if (kinds.contains(Kind.INT) && kinds.contains(Kind.DOUBLE)) {
      return "write 2.0 for 2, or double(NUMBER)";
    }
    return switch (operation.operator()) {
      case "&&", "||" -> "both sides must be conditions";
      case "in" -> "a list must stand behind in, such as [\"a\", \"b\"]";
      case "%" -> "both sides must be whole numbers";
      default -> "both sides must be of one type";
    };
  }
}

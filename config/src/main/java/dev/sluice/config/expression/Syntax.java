package dev.sluice.config.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an expression as it was read. Each knows where it stands in the text.
sealed interface Syntax {
  /// Where it stands in the text, from 0; of an operation, where its operator does.
  int at();

  /// A value that stands in the expression.
  ///
  /// @param value a Boolean, Long, Double, String or null
  record Literal(int at, @Nullable Object value, ValueType type) implements Syntax {}

  record Name(int at, String name) implements Syntax {}

  record Member(int at, Syntax of, String name) implements Syntax {}

  record Index(int at, Syntax of, Syntax key) implements Syntax {}

  /// A call of a function.
  ///
  /// @param receiver what stands in front of the dot; null for a function by itself
  record Invocation(int at, @Nullable Syntax receiver, String function, List<Syntax> arguments)
      implements Syntax {}

  record Unary(int at, String operator, Syntax of) implements Syntax {}

  record Binary(int at, String operator, Syntax left, Syntax right) implements Syntax {}

  record Choice(int at, Syntax condition, Syntax yes, Syntax no) implements Syntax {}

  record Items(int at, List<Syntax> elements) implements Syntax {}
}

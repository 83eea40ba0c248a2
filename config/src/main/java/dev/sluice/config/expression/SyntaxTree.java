package dev.sluice.config.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an expression as it was read. Each knows where it stands in the text.
sealed interface SyntaxTree {
  /// Where it stands in the text, from 0; of an operation, where its operator does.
  int at();

  /// A value that stands in the expression.
  ///
  /// @param value a Boolean, Long, Double, String or null
  record Literal(int at, @Nullable Object value, ValueType type) implements SyntaxTree {}

  record Name(int at, String name) implements SyntaxTree {}

  record Member(int at, SyntaxTree of, String name) implements SyntaxTree {}

  record Index(int at, SyntaxTree of, SyntaxTree key) implements SyntaxTree {}

  /// A call of a function.
  ///
  /// @param receiver what stands in front of the dot; null for a function by itself
  record Invocation(
      int at, @Nullable SyntaxTree receiver, String function, List<SyntaxTree> arguments)
      implements SyntaxTree {}

  record Unary(int at, String operator, SyntaxTree of) implements SyntaxTree {}

  record Binary(int at, String operator, SyntaxTree left, SyntaxTree right) implements SyntaxTree {}

  record Choice(int at, SyntaxTree condition, SyntaxTree yes, SyntaxTree no)
      implements SyntaxTree {}

  record Items(int at, List<SyntaxTree> elements) implements SyntaxTree {}
}

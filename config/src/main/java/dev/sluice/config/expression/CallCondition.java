package dev.sluice.config.expression;

import dev.sluice.call.Call;
import dev.sluice.config.Condition;
import java.util.Set;

/// A condition for calls in the syntax of expressions. Two of the same text are equal.
///
/// @param expression of [CallFacts]
public record CallCondition(Expression<Call> expression) implements Condition {

  /// Reads a condition.
  ///
  /// @throws ExpressionException if it is none
  public static CallCondition parse(String text) throws ExpressionException {
    return new CallCondition(CallFacts.expression(CallFacts.VOCABULARY, text, ValueType.BOOL));
  }

  @Override
  public String text() {
    return expression.text();
  }

  @Override
  public Set<String> headers() {
    return CallFacts.headers(expression);
  }

  @Override
  public Answer of(Call call) {
    Boolean holds = expression.holds(call);
    if (holds == null) {
      return Answer.UNKNOWN;
    }
    return holds ? Answer.HOLDS : Answer.FAILS;
  }
}

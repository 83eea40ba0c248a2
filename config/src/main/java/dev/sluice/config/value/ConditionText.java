package dev.sluice.config.value;

import dev.sluice.config.Condition;
import dev.sluice.config.expression.CallCondition;
import dev.sluice.config.expression.ExpressionException;

/// The type of a condition for calls: an expression in a subset of CEL (docs/expressions.md).
public final class ConditionText implements Type<Condition> {
  @Override
  public Condition read(String text) throws ConfigProblem {
    try {
      return CallCondition.parse(text);
    } catch (ExpressionException e) {
      throw problem(e);
    }
  }

  /// The problem of a value that is no expression.
  public static ConfigProblem problem(ExpressionException e) {
    return ConfigProblem.within(e.at(), String.valueOf(e.getMessage()), e.remedy());
  }
}

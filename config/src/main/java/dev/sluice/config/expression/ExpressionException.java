package dev.sluice.config.expression;

/// A text is not an expression of a vocabulary.
public final class ExpressionException extends Exception {
  private final int at;
  private final String remedy;

  /// @param at where in the text, from 0
  /// @param must what is wrong, to be read after the name of what holds the expression
  /// @param remedy what to do
  ExpressionException(int at, String must, String remedy) {
    super(must, null, false, false);
    this.at = at;
    this.remedy = remedy;
  }

  /// The position in the text of what is wrong, from 0.
  public int at() {
    return at;
  }

  /// What to do about it; empty where the message says it all.
  public String remedy() {
    return remedy;
  }
}

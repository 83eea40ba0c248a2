package dev.sluice.config.expression;

/// The result of an expression that has none, in the place of a value. As in CEL, `&&` and `||`
/// have a result where the other side decides alone; elsewhere a fault goes through.
public enum EvaluationError {
  /// A fact, a claim, a header or an element is not there.
  MISSING("something that it names is not there"),
  /// A claim is of another type than what is done with it.
  WRONG_TYPE("a value is of another type than what is done with it"),
  /// A number is divided by zero.
  DIVISION_BY_ZERO("it divides by zero"),
  /// A number is beyond 64 bits, or a text is no number.
  NO_NUMBER("a number is too large, or a text is none"),
  /// A list or a text is larger than what is looked at, or there is too much of them together.
  TOO_LARGE("a list or a text is too large to be looked at");

  private final String words;

  EvaluationError(String words) {
    this.words = words;
  }

  /// Says why there is no value, to be read after a colon.
  public String words() {
    return words;
  }
}

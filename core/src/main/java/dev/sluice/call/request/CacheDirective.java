package dev.sluice.call.request;

/// What a client says of answers that were not made for its call.
public enum CacheDirective {
  /// Nothing: as its route has it.
  UNSAID,
  /// They are welcome, also where another answer would differ.
  ON,
  /// It wants its own answer, and that this one serves nobody else.
  OFF,
  /// It wants its own answer, which may serve others from now on.
  REFRESH;

  /// Whether an answer that was not made for the call will do.
  public boolean takesOthers() {
    return this == UNSAID || this == ON;
  }
}

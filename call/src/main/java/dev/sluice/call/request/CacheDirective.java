package dev.sluice.call.request;

/// A client's directive about cached and shared answers.
public enum CacheDirective {
  /// Nothing: as its route has it.
  UNSAID,
  /// They are welcome, also where another answer would differ.
  ON,
  /// The client wants its own answer, and this answer may serve no other call.
  OFF,
  /// It wants its own answer, which may serve others from now on.
  REFRESH;

  /// Whether an answer that was not made for the call will do.
  public boolean takesOthers() {
    return this == UNSAID || this == ON;
  }
}

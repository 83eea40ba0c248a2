package dev.sluice.call.request;

/// A client's directive about cached and shared answers.
public enum CacheDirective {
  /// The client says nothing: the route's configuration applies.
  UNSAID,
  /// The client welcomes cached and shared answers, also where another answer would differ.
  ON,
  /// The client wants its own answer, and this answer may serve no other call.
  OFF,
  /// The client wants its own answer, which may serve other calls from now on.
  REFRESH;

  /// Whether the client accepts an answer that was not made for its call.
  public boolean takesOthers() {
    return this == UNSAID || this == ON;
  }
}

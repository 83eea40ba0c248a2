package dev.sluice.dialect.hub;

/// The reason why there is no answer, or no whole one, in words that any dialect can say.
public record AnswerFault(Kind kind, String message) {
  /// The class of an error.
  public enum Kind {
    INVALID,
    TOO_LONG,
    AUTHENTICATION,
    DENIED,
    NO_MONEY,
    NO_MODEL,
    TOO_LARGE,
    RATE,
    INTERNAL,
    OVERLOADED,
    TIMEOUT,
    /// The provider's answer ended before its end.
    CUT,
    /// The provider's answer does not keep to its dialect.
    MALFORMED
  }

  public static AnswerFault cut(String what) {
    return new AnswerFault(Kind.CUT, what);
  }

  public static AnswerFault malformed(String what) {
    return new AnswerFault(Kind.MALFORMED, what);
  }
}

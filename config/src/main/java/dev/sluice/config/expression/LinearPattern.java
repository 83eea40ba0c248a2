package dev.sluice.config.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A pattern that is looked for in linear time. Immutable.
///
/// RE2/J is an optional dependency: an application that embeds the engine and uses no pattern does
/// without it. This class alone names it.
record LinearPattern(Pattern pattern) {
  /// The largest compiled pattern, in instructions: each is looked at once a character.
  private static final int LARGEST_PROGRAM = 1_000;

  /// Compiles a pattern.
  ///
  /// @param at where it stands in the expression
  static LinearPattern of(int at, String said) throws ExpressionException {
    try {
      var pattern = new LinearPattern(Pattern.compile(said));
      if (pattern.size() > LARGEST_PROGRAM) {
        throw new ExpressionException(at, "has a pattern that repeats too much", "repeat less");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new ExpressionException(
          at, "has a pattern that is none: " + e.getDescription(), "write it in RE2's syntax");
    }
  }

  /// Its size in instructions.
  int size() {
    return pattern.programSize();
  }

  boolean isIn(String text) {
    return pattern.matcher(text).find();
  }
}

package dev.sluice.config.expression;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of the JDK that gives up. The JDK's patterns go back and try again, so that the time
/// of some is exponential in the text; this one reads each text at most some times over. Immutable.
record BoundedPattern(Pattern pattern) {
  /// The longest text that is looked at, in characters. A repeated group takes stack for each.
  static final int LONGEST = 1_024;

  /// How often a text may be read over.
  private static final int MOST_READINGS = 16;

  /// Compiles a pattern.
  ///
  /// @param at where it stands in the expression
  static BoundedPattern of(int at, String said) throws ExpressionException {
    try {
      return new BoundedPattern(Pattern.compile(said));
    } catch (PatternSyntaxException e) {
      throw new ExpressionException(
          at, "has a pattern that is none: " + e.getDescription(), "write it in Java's syntax");
    }
  }

  /// The most steps that a look into a text takes.
  static long steps(String text) {
    return (text.length() + 1L) * MOST_READINGS;
  }

  /// Whether a text has the pattern; [EvaluationError#TOO_LARGE] where that takes too long to tell.
  Object in(String text) {
    if (text.length() > LONGEST) {
      return EvaluationError.TOO_LARGE;
    }
    try {
      return pattern.matcher(new Reading(text, steps(text))).find();
    } catch (Exhausted | StackOverflowError e) {
      return EvaluationError.TOO_LARGE;
    }
  }

  /// A text of which only so many characters are read. Confined to one look.
  private static final class Reading implements CharSequence {
    private final String text;
    private long left;

    Reading(String text, long most) {
      this.text = text;
      this.left = most;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new Exhausted();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// Too much was read. It has no stack, since it tells nothing but that.
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Exhausted() {
      super(null, null, false, false);
    }
  }
}

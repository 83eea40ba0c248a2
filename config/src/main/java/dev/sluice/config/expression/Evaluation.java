package dev.sluice.config.expression;

import org.jspecify.annotations.Nullable;

/// One evaluation of an expression: the element that a macro is at, and the steps that are left.
/// For one thread.
final class Evaluation {
  /// How much one evaluation may do, in elements, comparisons and instructions of patterns.
  static final int MOST_STEPS = 100_000;

  /// How many characters are compared or copied in a step.
  private static final int CHARACTERS = 64;

  private long left = MOST_STEPS;

  /// The element of the list that a macro is at; null outside of one.
  @Nullable Object element;

  /// Takes steps; false where none are left, and the evaluation ends as
  /// [EvaluationError#TOO_LARGE].
  boolean takes(long steps) {
    left -= steps;
    return left >= 0;
  }

  boolean isSpent() {
    return left < 0;
  }

  /// The steps of comparing or copying a text.
  static long of(String text) {
    return 1L + text.length() / CHARACTERS;
  }

  /// The steps of looking for a text in another.
  static long of(String text, String within) {
    return 1 + (long) text.length() * within.length() / CHARACTERS;
  }
}

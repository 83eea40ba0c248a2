package dev.sluice.lab.hostile;

import java.util.List;

/// What came of an attack.
///
/// @param right whether it is what must happen
/// @param came in a few words
record Finding(boolean right, String came) {
  private static final int WIDEST = 60;

  Finding {
    came = came.length() <= WIDEST ? came : came.substring(0, WIDEST - 3) + "...";
  }

  /// An answer of which the status counts.
  static Finding status(RawAnswer answer, Integer... right) {
    return new Finding(List.of(right).contains(answer.status()), answer.summary());
  }

  /// This one, or the next where this one is right.
  Finding and(Finding next) {
    return right ? next : this;
  }
}

package dev.sluice.lab.hostile;

import java.util.List;

/// The result of an attack.
///
/// @param right whether it is what must happen
/// @param came in a few words
record Finding(boolean right, String came) {
  private static final int WIDEST = 60;

  public Finding {
    came = came.length() <= WIDEST ? came : came.substring(0, WIDEST - 3) + "...";
  }

  /// Makes the finding of an answer, of which the status alone counts.
  public static Finding status(RawAnswer answer, Integer... right) {
    return new Finding(List.of(right).contains(answer.status()), answer.summary());
  }

  /// Returns this finding, or `next` where this one is right.
  public Finding and(Finding next) {
    return right ? next : this;
  }
}

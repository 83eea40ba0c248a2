package dev.sluice.lab.hostile;

import java.util.List;

/// The result of an attack.
///
/// @param right whether it is what must happen
/// @param came in a few words
record AttackResult(boolean right, String came) {
  private static final int WIDEST = 60;

  public AttackResult {
    came = came.length() <= WIDEST ? came : came.substring(0, WIDEST - 3) + "...";
  }

  /// Makes the result of an answer, of which the status alone counts.
  public static AttackResult status(RawAnswer answer, Integer... right) {
    return new AttackResult(List.of(right).contains(answer.status()), answer.summary());
  }

  /// Returns this result, or `next` where this one is right.
  public AttackResult and(AttackResult next) {
    return right ? next : this;
  }
}

package dev.sluice.internal.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.reuse.BufferedAnswer;

/// What a call that has waited is told.
sealed interface MemberResult {

  /// Go alone, as you came; and tell when that has ended.
  record Alone(BatchKeyState lane) implements MemberResult {}

  /// This is your answer.
  ///
  /// @param memory what the answer takes; closed by who is told
  record Part(BufferedAnswer answer, Reservation memory) implements MemberResult {}

  /// There is none.
  record Broken(Failed why) implements MemberResult {}

  /// You have left.
  record Left() implements MemberResult {}
}

package dev.sluice.internal.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.runtime.Reservation;

/// The result for a call that has waited.
sealed interface MemberResult {

  /// The call is to go alone, unchanged; and must report when that has ended.
  record Alone(BatchKeyState state) implements MemberResult {}

  /// This is your answer.
  ///
  /// @param reservation holds the memory of the answer; closed by the receiver
  record Part(BufferedAnswer answer, Reservation reservation) implements MemberResult {}

  /// There is none.
  record Broken(Failed why) implements MemberResult {}

  /// You have left.
  record Left() implements MemberResult {}
}

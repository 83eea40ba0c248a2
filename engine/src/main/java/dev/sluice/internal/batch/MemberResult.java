package dev.sluice.internal.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.runtime.Reservation;

/// The result for a call that has waited.
sealed interface MemberResult {

  /// The call is to go alone, unchanged, and to report when it has ended.
  record Alone(BatchKeyState state) implements MemberResult {}

  /// The member's answer, split off from the shared one.
  ///
  /// @param reservation holds the memory of the answer; closed by the receiver
  record Part(BufferedAnswer answer, Reservation reservation) implements MemberResult {}

  /// The member has no answer.
  record Broken(Failed why) implements MemberResult {}

  /// The member has left.
  record Left() implements MemberResult {}
}

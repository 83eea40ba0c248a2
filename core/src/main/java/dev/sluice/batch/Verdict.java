package dev.sluice.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.Reservation;
import dev.sluice.call.Whole;

/// What a call that has waited is told.
sealed interface Verdict {

  /// Go alone, as you came; and tell when that has ended.
  record Alone(Lane lane) implements Verdict {}

  /// This is your answer.
  ///
  /// @param memory what the answer takes; closed by who is told
  record Part(Whole answer, Reservation memory) implements Verdict {}

  /// There is none.
  record Broken(Failed why) implements Verdict {}

  /// You have left.
  record Left() implements Verdict {}
}

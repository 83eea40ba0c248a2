package dev.sluice.internal.retry;

import java.time.Duration;

/// The reaction to a failure.
sealed interface Decision {

  /// The call is sent again.
  ///
  /// @param after how long to wait before; zero for at once
  /// @param way what is different then
  record Repeat(Duration after, Way way) implements Decision {}

  /// The failure is the call's outcome.
  record GiveUp(Reason reason) implements Decision {}

  /// The difference between an attempt and the one before it.
  enum Way {
    /// It goes to another target, if that still can take it.
    ELSEWHERE,
    /// It comes later.
    LATER,
    /// It goes, once, to a target that may take what this one refuses, and is no repeat either.
    INSTEAD,
    /// It has another credential, and is no repeat: the one before it has asked nothing of a model.
    CREDENTIAL
  }

  /// Why it is of no use.
  enum Reason {
    /// Some of the answer has reached the client.
    COMMITTED,
    /// It would fail again.
    TERMINAL,
    /// The call has made as many attempts as it may.
    ATTEMPTS,
    /// Too many calls have been repeated lately.
    BUDGET,
    /// The client repeats the call itself.
    CLIENT,
    /// The provider asks to stay away for too long.
    HINT,
    /// There is not enough time.
    DEADLINE
  }
}

package dev.sluice.internal.retry;

import java.time.Duration;

/// The reaction to a failure.
sealed interface RetryDecision {

  /// The call is sent again.
  ///
  /// @param after the wait before the repeat; zero for none
  /// @param way what is different about the next attempt
  record Repeat(Duration after, Way way) implements RetryDecision {}

  /// The failure is the call's outcome.
  record GiveUp(Reason reason) implements RetryDecision {}

  /// The difference between an attempt and the one before it.
  enum Way {
    /// The call goes to another target, if that still can take it.
    ELSEWHERE,
    /// The call is sent later.
    LATER,
    /// The call goes, once, to a target that may take what this one refuses; the attempt is no
    /// repeat either.
    INSTEAD,
    /// The call has another credential. The attempt is no repeat, since the one before has asked
    /// nothing of a model.
    CREDENTIAL
  }

  /// The reason why another attempt is of no use.
  enum Reason {
    /// Some of the answer has reached the client.
    COMMITTED,
    /// The call would fail again.
    TERMINAL,
    /// The call has made as many attempts as it may.
    ATTEMPTS,
    /// Too many calls have been repeated lately.
    BUDGET,
    /// The client repeats the call itself.
    CLIENT,
    /// The provider asks to stay away for too long.
    HINT,
    /// Not enough time is left.
    DEADLINE
  }
}

package dev.sluice.batches;

import java.time.Duration;
import java.util.Optional;

/// What has become of the call of a line.
public sealed interface LineAnswer {

  /// An answer, or an error that the same call would get again: the result of the line.
  ///
  /// @param status the HTTP status
  /// @param request the identifier of the call
  /// @param body in JSON
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Result(int status, String request, byte[] body, Tokens used) implements LineAnswer {
    /// Whether it is an answer.
    public boolean isGood() {
      return status < 400;
    }
  }

  /// The call is to be tried again.
  ///
  /// @param why the kind of the obstacle
  /// @param after how long to wait, where that is known
  /// @param said the error that the call has got
  record Later(Why why, Optional<Duration> after, Result said) implements LineAnswer {}

  /// Why a call is to be tried again.
  enum Why {
    /// There is no capacity for it now: a limit is reached, or too much waits. However often that
    /// is said, the line can be called later.
    CAPACITY,
    /// The provider or the way to it failed, which it may do for this line each time.
    FAILURE,
    /// The budget of the key has no room, or none until calls under way have ended.
    BUDGET,
    /// Nobody knows now whether the key may call, since the store is away.
    KEY_UNKNOWN
  }

  /// The key may not call any more.
  ///
  /// @param ending why
  record NoKey(Ending ending) implements LineAnswer {}

  /// The call was left before it had an answer.
  record NoAnswer() implements LineAnswer {}
}

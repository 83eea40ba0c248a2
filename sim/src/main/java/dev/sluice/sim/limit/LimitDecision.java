package dev.sluice.sim.limit;

import java.time.Duration;

/// A limiter's decision about a call.
public sealed interface LimitDecision {

  /// The call may go on; its reservation is to be settled once.
  record Granted(long reserved) implements LimitDecision {}

  /// Come again.
  ///
  /// @param used what is taken at the moment
  /// @param again after how long it would be admitted if no other call came
  /// @param never whether it asks for more than there can ever be
  record Refused(
      Dimension dimension, long limit, long used, long requested, Duration again, boolean never)
      implements LimitDecision {}
}

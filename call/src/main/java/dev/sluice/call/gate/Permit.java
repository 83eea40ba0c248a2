package dev.sluice.call.gate;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.RateLimitInfo;

/// The permission that a [Gate] has given to an attempt, and gets back when it has ended. Under
/// admission's lock.
public interface Permit {

  /// Reports that the attempt's first meaningful event arrived.
  ///
  /// @param instant when the event arrived, on [dev.sluice.call.runtime.Clock#nanos]; the call may
  ///   come a little later
  default void started(long instant) {}

  /// Reports what the answer's headers say of the provider's limits, as yet unjudged.
  ///
  /// @param instant when the headers arrived, on [dev.sluice.call.runtime.Clock#nanos]; the call
  ///   may come a little later
  default void allowed(RateLimitInfo allowance, long instant) {}

  /// Settles the permit after the attempt has ended; called exactly once, on every path.
  void settle(AttemptResult attempt);
}

package dev.sluice.call.gate;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.RateLimitInfo;

/// The permission that a [Gate] has given to an attempt, and gets back when it has ended. Under
/// admission's lock.
public interface Permit {

  /// The attempt's first meaningful event arrived.
  ///
  /// @param at when, on [dev.sluice.call.runtime.Clock#nanos]; the call may come a little later
  default void started(long at) {}

  /// The attempt's stream, which has begun, comes far more slowly than is learned of its model.
  ///
  /// @param at when, on [dev.sluice.call.runtime.Clock#nanos]; it may be told a little later
  default void slowed(long at) {}

  /// The answer's headers say this of the provider's limits; not yet judged.
  ///
  /// @param at when, on [dev.sluice.call.runtime.Clock#nanos]; it may be told a little later
  default void allowed(RateLimitInfo allowance, long at) {}

  /// The attempt has ended; called exactly once, on every path.
  void settle(AttemptResult attempt);
}

/// The limits of a simulated provider, exactly as a provider counts them.
///
/// [dev.sluice.sim.limit.TokenBucket] is a pure state machine, `now` is its argument.
/// [dev.sluice.sim.limit.Limiter] puts a bucket for requests, one for tokens and a number of calls
/// at a time under one lock, which is held for nanoseconds and never while waiting.
///
/// ```text
/// admit(tokens, now) -> Granted -> settle(actual, now)
///                    -> Refused(dimension, requested, until when)
/// ```
@NullMarked
package dev.sluice.sim.limit;

import org.jspecify.annotations.NullMarked;

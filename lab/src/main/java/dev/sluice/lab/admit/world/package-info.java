/// The world that policies are compared in, in virtual time: the calls that come, the provider that
/// they go to, and what is written down of both. An hour passes in a fraction of a second, and a
/// seed gives the same hour each time.
///
/// ```text
/// Timeline   virtual time: what happens when
/// Workload   a trace, as calls with bands, tenants and bounds
/// Upstream   a provider with exact limits, half a round trip away
/// Busy       when calls were waiting, and what was charged meanwhile
/// Journal    what became of each call
/// World      these together
/// ```
///
/// Everything of a world is confined to the thread that runs its timeline.
@NullMarked
package dev.sluice.lab.admit.world;

import org.jspecify.annotations.NullMarked;

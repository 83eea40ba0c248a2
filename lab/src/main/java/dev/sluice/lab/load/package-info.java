/// The load generator: many calls over few threads, so cheap that it is never what is measured.
///
/// A [dev.sluice.lab.load.Load] runs on one event loop and keeps calls in flight, either as many as
/// it has connections (closed loop) or as many as a [dev.sluice.cli.demo.CallSchedule] plans (open
/// loop). A measurement takes a [dev.sluice.lab.load.Tally] of a window of time:
///
/// ```
/// Load.closed(...)  --window(2 s)-->  dropped: the warm-up
///                   --window(10 s)->  Tally: calls, errors by kind, latencies
///                   --close-------->  connections gone
/// ```
///
/// In an open loop a call's latency counts from the time it was planned for, also when no
/// connection was free then: a slow answer delays the calls behind it, and they say so.
@NullMarked
package dev.sluice.lab.load;

import org.jspecify.annotations.NullMarked;

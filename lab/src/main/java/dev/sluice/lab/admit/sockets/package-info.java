/// The same over real sockets: a gateway, a simulated provider and callers in one process, beside
/// the virtual run of the same calls.
///
/// ```text
/// Sockets    plays both, and compares
///   Stretch    a stretch of a trace, faster
///   Stage      provider and gateway, listening
///   Callers    one virtual thread a call, at its planned time whatever the others do
/// ```
@NullMarked
package dev.sluice.lab.admit.sockets;

import org.jspecify.annotations.NullMarked;

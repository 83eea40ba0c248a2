/// Probes of the gateway's own: where a circuit stays open because no client's call tries it, and
/// the operator allows it (`breaker.probe: call`), the gateway asks the target for the least that
/// it can be asked for.
///
/// A [dev.sluice.internal.probe.Prober] looks every 30 s for targets whose circuits lack calls and
/// makes a call for each. That call passes admission and the target's gates as a client's does, so
/// that the circuit judges it as it judges every probe, and the quota counts it; it waits for
/// nothing, is not sent twice, and shows in no route's figures of calls. No key owes what it uses:
/// the filter of losses knows it by its cause ([dev.sluice.call.Payer.Loss.Cause#PROBE]).
///
/// Threads: looks and probes run on virtual threads of one loop, which only sets the timer. The
/// prober's lock is never taken on the loop. With a new configuration, and when the gateway drains,
/// the probes under way are cancelled.
@NullMarked
package dev.sluice.internal.probe;

import org.jspecify.annotations.NullMarked;

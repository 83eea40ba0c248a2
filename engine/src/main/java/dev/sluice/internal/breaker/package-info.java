/// The circuit breaker: keeps calls away from a target that fails them, and finds out when it has
/// recovered. A [dev.sluice.internal.breaker.Breaker] is the gate of one target, with a circuit for
/// each operation, shared by all credentials and by all routes that treat the target alike.
///
/// ```text
///            5 failures to start in a row, or half of the calls fail
///   CLOSED ---------------------------------------------------------> OPEN <--+
///     ^  sheds a growing share from 5 % failures on                    |      | a probe fails:
///     |                                                   open time up |      | open longer
///     |  probes pass: one of 1, of 2, of 4 at a time                   v      |
///     +------------------------------------------------------------ HALF_OPEN-+
/// ```
///
/// - **Two signals.** An attempt *starts* (its first meaningful event) or fails to, and later ends
///   well or breaks. A start is known long before the end, so that a stream of minutes does not
///   hide what new calls meet; both have a window of their own in
///   [dev.sluice.internal.breaker.OutcomeStats].
/// - **Slow is failing.** A first token later than three times the learned p95 counts as a failure
///   to start, but answers: it never makes a target dead.
/// - **Few failures move many calls.** From 5 % on, as far as they are beyond doubt, so many calls
///   are shed that what is left to fail is 5 % of what would come, which the budget can repeat;
///   those whose first tokens are late, by what was usual, lose that share. See
///   [dev.sluice.internal.breaker.OutcomeStats].
/// - **The last target** of a route that can take a call stays open to it until it is *dead*: until
///   twice as many attempts as open the circuit have failed to start in a row. Then only probes
///   reach it, and the first comes after the shortest open time, however often it has opened.
/// - **A second caller's word.** After a 500, or an answer that is cut short, empty, malformed or
///   never done, the target may have failed, or the request may be why. If every failure that would
///   open the circuit is of this kind and belongs to one [dev.sluice.internal.breaker.Suspect] (one
///   caller), the circuit opens to that caller alone: to requests with one
///   [dev.sluice.internal.breaker.BodyKind], where all failures belong to one, else to all requests
///   of the caller. Other callers pass as through a closed circuit: the first that is answered
///   shows that the target is well; failures of theirs, with nothing answered in between, open the
///   circuit to all. For everybody else shares are taken without the suspect's failures.
/// - **Names that clients make up.** If a target passes names on, those that have not answered yet
///   share one circuit, and each gets its own with its first answer
///   ([dev.sluice.internal.permodel.SharedUntilAnswered]): failures of the others never keep calls
///   from it. While the shared circuit is not closed, calls of names that have answered are its
///   probes too, beside what they are to their own: a probe that passes takes its name's further
///   calls away.
/// - **Leases.** A probe's slot is given back when it passes, when it says nothing (its caller
///   left), and in any case when its lease has expired; a later result still counts.
/// - **Late results.** An attempt that was admitted before the circuit last closed says nothing any
///   more. In OPEN and HALF_OPEN, ordinary attempts show only whether the target is dead; probes
///   decide.
/// - **Our own pauses** (the collector, a stopped machine) say nothing: see
///   [dev.sluice.internal.breaker.LoopPauseDetector].
///
/// Threads: everything is called under admission's lock, except that any thread may read
/// [dev.sluice.internal.breaker.BreakerCounts]. Time is [dev.sluice.call.runtime.Clock#nanos];
/// there are no timers, each ask and each signal brings its `now`.
///
/// After linkerd2-proxy's consecutive failures (probes with a growing, jittered wait), Envoy's
/// outlier detection (rates, and a target that is not ejected when it is the last) and client-side
/// throttling (Beyer et al., Site Reliability Engineering, chapter 21).
///
/// The states: [dev.sluice.internal.breaker.GradedCircuit] is a circuit,
/// [dev.sluice.internal.breaker.TransitionLog] is the log of its transitions,
/// [dev.sluice.internal.breaker.ProbeRamp] the ramp of probes. The evidence:
/// [dev.sluice.internal.breaker.OutcomeWindow] counts outcomes,
/// [dev.sluice.internal.breaker.Suspects] are the callers whose requests fail,
/// [dev.sluice.internal.breaker.LatencyBaseline] says how late answers usually begin.
@NullMarked
package dev.sluice.internal.breaker;

import org.jspecify.annotations.NullMarked;

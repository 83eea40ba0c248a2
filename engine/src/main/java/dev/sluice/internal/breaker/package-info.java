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
/// - **A second caller's word.** A 500, an answer cut short, empty or malformed, one that is never
///   done: the target may have failed, or the request may be why. If every failure that would open
///   the circuit is such a one and belongs to one [dev.sluice.internal.breaker.Suspect] (one
///   caller), it opens to that one alone: to requests with a
///   [dev.sluice.internal.breaker.BodyKind], where all have failed with one, else to all of them.
///   All others pass as through a closed one: the first that is answered shows that the target is
///   well; failures of theirs, with nothing answered in between, open it to all. Shares are taken
///   without the suspect's failures for everybody else.
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
/// Detects pauses of the process itself (collector, stopped machine), which say nothing about a
/// provider.
///
/// States of a circuit and the log of its transitions.
///
/// The evidence of a circuit: outcomes in windows, the suspects of failures, and how late answers
/// usually begin. State machines; called under admission's lock.
@NullMarked
package dev.sluice.internal.breaker;

import org.jspecify.annotations.NullMarked;

/// The queue: which call goes next, and where to. State machines without a thread, a lock or a
/// clock: `now` is an argument, and [dev.sluice.internal.admission.AdmissionController] drives them
/// under its lock.
///
/// ```text
/// what its driver sees
///   CallQueue      of all routes that share a target or a credential: offer, leave, settle, advance
///   QueueConfig    how many may wait, and for how long
///   RouteQueue     a route's part: bounds in calls, tokens, bytes; who came last in which band
///   Ticket         what a call is given: a grant, a refusal, a place
///   Grant          a target, and what its gates have given
///   QueueSnapshot  what waits, for gauges
/// who waits
///   Backlog                        all who wait
///     ContentionGroup              calls that wait for the same things
///       TenantQueues, TenantQueue  those of one tenant
///         QueueRow                 critical ones, and others, by their places
///       TicketCursor               goes through the calls of a group, for one dispatch or scan
/// what is decided
///   Enqueuer         how calls come: to a grant, a place, a refusal
///   Dispatcher       lets go what can go; a few may pass one that does not fit
///   ExpiryScan       hurries what is late, refuses what will miss
///   TicketCompleter  ends a call's waiting: with a grant, with a refusal
///     Rejections     in which words
///   GateEvaluator    asks the gates
///     Opening        what they say: a target that is open, or why none is
/// what is foreseen
///   Forecast          how long a call will wait, so that it is refused when it comes, not later
///     DemandPool      what other tenants have there; beyond 32, as one
/// what it is built of, and what knows nothing of it
///   order         where calls stand, and what stands in front
///   share         who has had how much
///   traffic       what comes, and what can be learned from it
/// ```
///
/// ```text
///            fits                                     fits
///   offer ─────────> granted          waiting ────────────────> granted ──> settled
///     │ must wait, and can in time       │ will miss, is displaced, circuit opens
///     ├────────────────────────────> waiting ─────────────────> refused
///     │ cannot in time, circuit open     │ its caller goes
///     └────────────> refused             └────────────────────> left
/// ```
@NullMarked
package dev.sluice.internal.admission.queue;

import org.jspecify.annotations.NullMarked;

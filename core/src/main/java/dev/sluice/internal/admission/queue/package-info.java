/// The queue: which call goes next, and where to. State machines without a thread, a lock or a
/// clock: `now` is an argument, and [dev.sluice.internal.admission.AdmissionController] drives them
/// under its lock.
///
/// ```text
/// what its driver sees
///   CallQueue        of all routes that share a target or a credential: offer, leave, settle, advance
///   RouteQueue       a route's part: bounds in calls, tokens, bytes; its waiting calls by band
///   Ticket           a call: it waits, or has a grant or a rejection
///   Grant            a target, and the permits of its gates
///   QueueSnapshot    what waits, for gauges
/// what waits
///   Backlog          all waiting calls
///   ContentionGroup  calls that wait for the same things; its cursor goes through them in order
///     TenantQueue    the calls of one tenant, critical ones and others, by their priority keys
/// what is decided
///   Enqueuer         on arrival: a grant, a place in the queue, a rejection
///   Dispatcher       which calls are granted; a few may pass one that does not fit
///   ExpiryScan       promotes what is late, rejects what will miss
///   TicketCompleter  ends a call's waiting: with a grant, with a rejection
///     Rejections     the errors of rejected calls
///   GateEvaluator    asks the gates
///     Opening        their answer: a target that is open, or why none is
/// what is forecast
///   Forecast         how long a call will wait, so that it is rejected on arrival, not later
///     DemandPool     the demand of other tenants; beyond 32, as one
/// what it is built of, and what knows nothing of it
///   order            the order of calls, and what goes before one
///   share            how much each tenant has been served
///   traffic          what arrives, and what can be learned from it
/// ```
///
/// ```text
///            fits                                     fits
///   offer ─────────> granted          waiting ────────────────> granted ──> settled
///     │ must wait, and can in time       │ will miss, is displaced, circuit opens
///     ├────────────────────────────> waiting ─────────────────> rejected
///     │ cannot in time, circuit open     │ its caller leaves
///     └────────────> rejected            └────────────────────> left
/// ```
@NullMarked
package dev.sluice.internal.admission.queue;

import org.jspecify.annotations.NullMarked;

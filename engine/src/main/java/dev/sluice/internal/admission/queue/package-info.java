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
///
/// The order of waiting calls, and what goes before one: arithmetic and structures that know what a
/// call costs but not what waits for what. Not safe for threads.
///
/// ```text
/// PriorityKey    arrival, cost, band, patience
/// CalendarQueue  calls by their keys; the next one, and the one behind it
///   FenwickTree  what is in the slots before one
///   Demand       what calls take together
/// IndexedHeap    the first of those whose order changes
/// ```
///
/// The service that each tenant has had, and so which tenant is next: fairness between tenants, and
/// between critical calls and others. Not safe for threads.
///
/// ```text
/// Tenants        those that are told apart; the least served of those that wait
///   Subtenants     those that divide the share of one
///     Peers        a bounded number of names, and which of them wait
///       Tenant     what one has had, and in which round it is
///         Quantum  how long a round is
/// CriticalShare  how long critical calls go first
/// ```
///
/// What the queue learns from the traffic. Each class takes in events, with their instants, and
/// answers one question. Not safe for threads.
///
/// ```text
/// ArrivalRates    what arrives, and will overtake?
/// EntryThreshold  how far can forecasts be trusted?
/// CoDel           does a queue stand in front of a target that lacks capacity?
/// ```
@NullMarked
package dev.sluice.internal.admission.queue;

import org.jspecify.annotations.NullMarked;

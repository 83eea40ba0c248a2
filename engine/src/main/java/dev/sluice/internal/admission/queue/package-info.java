/// The queue: which call goes next, and where to. State machines without a thread, a lock or a
/// clock: `now` is an argument, and [dev.sluice.internal.admission.AdmissionController] drives them
/// under its lock.
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
/// ```text
/// what its driver sees
///   CallQueue        all routes that share a target or a credential: offer, leave, settle ...
///   RouteQueue       a route's part: bounds in calls, tokens, bytes; its waiting calls by band
///   Ticket           a call: it waits, or has a grant or a rejection
///   Grant            a target, and the permits of its gates
///   WaitingGroups    what waits, for a page that shows it
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
///       TenantDemand the demand of one tenant
/// the order of waiting calls: arithmetic that knows what a call costs, not what waits for what
///   PriorityKey      arrival, cost, band, patience
///   CalendarQueue    calls by their keys; the next one, and the one behind it
///     FenwickTree    what is in the slots before one
///     Demand         what calls take together
///   IndexedHeap      the first of those whose order changes
/// the fairness between tenants, and between critical calls and others
///   Tenants          the tenants that are told apart; the least served of those that wait
///     Subtenants     the subtenants that divide the share of one
///       Peers        a bounded number of names, and which of them wait
///         Tenant     what one has had, and in which round it is
///           Quantum  how long a round is
///   CriticalShare    how long critical calls go first
/// what is learned from the traffic: events with their instants in, one answer out
///   ArrivalRates     what arrives, and will overtake?
///   EntryThreshold   how far can forecasts be trusted?
///   CoDel            does a queue stand in front of a target that lacks capacity?
/// ```
@NullMarked
package dev.sluice.internal.admission.queue;

import org.jspecify.annotations.NullMarked;

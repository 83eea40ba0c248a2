/// The queue: which call goes next, and where to. State machines without a thread, a lock or a
/// clock: `now` is an argument, and [dev.sluice.admission.Desk] drives them under its lock.
///
/// ```text
/// CallQueue     of all routes that share a target or a credential: offer, leave, settle, advance
///   Entrance      how calls come: to a grant, a place, a refusal
///   Exit          how those who wait leave: with a grant, with a refusal
///   Hall          all who wait
///   Line          a route's part: bounds in calls, tokens, bytes; who came last in which band
///     Lane          calls that wait for the same things
///       Shelf         those of one tenant
///         Row           critical ones, and others
///           Calendar      by their places; its Sums tell what stands in front of one
///         Inflow        what comes, and will overtake
///   Tenants       how much each has had: the least served goes first
///   Heap          the first of what changes its order: rows in a lane, tenants
///   Yardstick     what calls cost in the mean
///   Places        where a call stands: arrival, cost, band, patience
///   Pump          lets go what can go; a few may pass one that does not fit
///   Sweep         hurries what is late, refuses what will miss
///   Forecast      how long a call will wait, so that it is refused when it comes, not later
///     Rivals        what other tenants have there
///   Prudence      how far forecasts can be trusted
///   CriticalShare how long critical calls come first
///   CoDel         whether calls stand in front of a target that lacks capacity
///   Doors         asks the gates
///   Ticket        what a call is given: a grant, a refusal, a place
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
package dev.sluice.admission.queue;

import org.jspecify.annotations.NullMarked;

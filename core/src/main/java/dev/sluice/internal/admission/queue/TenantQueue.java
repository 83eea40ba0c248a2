package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.order.IndexedHeap;
import dev.sluice.internal.admission.queue.order.PriorityKey;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.admission.queue.traffic.ArrivalRates;

/// Per-tenant queue of deficit round robin: the calls of one tenant that wait in a contention
/// group, critical ones and others, each in a calendar queue.
///
/// ```text
/// order = (round of the tenant, priority key of the call)       the smallest is next
/// ```
///
/// The rounds are those of [Tenants]; the key is that of
/// [dev.sluice.internal.admission.queue.order.PriorityKey]. Putting in, taking out and asking what
/// stands in front of a key do not depend on how many calls wait; finding the next tenant is
/// logarithmic in the tenants that wait.
///
/// Source: deficit round robin (Shreedhar and Varghese, 1995); calendar queue (Brown, 1988); sums
/// over its slots: binary indexed tree (Fenwick, 1994); ADR 0020.
///
/// Limitations: keys within one slot (half a second at a `max_wait` of 30 s) are in the order of
/// arrival. A tenant is ordered as a whole: its least urgent call goes before any call of a tenant
/// in a later round, critical ones within [dev.sluice.internal.admission.queue.share.CriticalShare]
/// excepted.
final class TenantQueue implements Tenant.Follower {
  final ContentionGroup group;
  final Tenant tenant;

  /// What the others' forecasts see of it, and what of that is critical, which is added up only.
  final TenantDemand demand;

  final TenantDemand criticalDemand;

  private final QueueRow critical;
  private final QueueRow others;
  private final ArrivalRates arrivalRates;
  private final Demand comes = new Demand();

  TenantQueue(
      ContentionGroup group,
      Tenant tenant,
      IndexedHeap<QueueRow> criticals,
      IndexedHeap<QueueRow> others,
      long now) {
    this.group = group;
    this.tenant = tenant;
    this.demand = new TenantDemand();
    this.criticalDemand = new TenantDemand();
    demand.stands(tenant);
    this.critical = new QueueRow(this, criticals);
    this.others = new QueueRow(this, others);
    long maxWait = group.line.maxWait();
    this.arrivalRates =
        new ArrivalRates(PriorityKey.least(maxWait), PriorityKey.most(maxWait), now);
  }

  int size() {
    return critical.size() + others.size();
  }

  void add(Ticket ticket) {
    row(ticket).add(ticket);
    demand.waits(ticket.cost, 1);
    if (ticket.isCritical()) {
      criticalDemand.waits(ticket.cost, 1);
    }
  }

  void remove(Ticket ticket) {
    row(ticket).remove(ticket);
    demand.waits(ticket.cost, -1);
    if (ticket.isCritical()) {
      criticalDemand.waits(ticket.cost, -1);
    }
  }

  /// Adds to `into` what stands in front of `place`.
  ///
  /// @param isCritical whether it is asked for a critical call
  void before(long place, boolean isCritical, long strictTo, Demand into) {
    boolean strict = tenant.turn() <= strictTo;
    if (strict && !isCritical) {
      into.add(criticalDemand.waits(), 1);
    } else {
      critical.before(place, into);
    }
    if (!(strict && isCritical)) {
      others.before(place, into);
    }
  }

  /// All that waits here.
  Demand waits() {
    return demand.waits();
  }

  /// A call has come that is granted, or waits.
  void came(Ticket ticket, long now) {
    arrivalRates.came(ticket.offset, ticket.cost, ticket.isCritical(), now);
    note(now);
  }

  /// Adds to `into` what is to come within `seconds` and goes before `ticket`.
  void overtaking(Ticket ticket, double seconds, long now, Demand into) {
    refresh(now);
    arrivalRates.overtaking(ticket.offset, seconds, now, into);
  }

  /// Until when what comes has not faded.
  long fresh() {
    return arrivalRates.fresh();
  }

  /// Lets what comes fade, if it is time.
  void refresh(long now) {
    if (now - arrivalRates.fresh() > 0) {
      note(now);
    }
  }

  private void note(long now) {
    comes.clear();
    arrivalRates.comes(false, now, comes);
    demand.comes(comes);
    comes.clear();
    arrivalRates.comes(true, now, comes);
    criticalDemand.comes(comes);
  }

  @Override
  public void served(boolean inAnotherTurn) {
    demand.stands(tenant);
    if (inAnotherTurn) {
      critical.turned();
      others.turned();
    }
  }

  /// Where it waits.
  QueueRow row(Ticket ticket) {
    return ticket.isCritical() ? critical : others;
  }
}

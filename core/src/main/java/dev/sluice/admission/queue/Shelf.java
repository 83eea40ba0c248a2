package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.order.Places;
import dev.sluice.admission.queue.order.Sum;
import dev.sluice.admission.queue.share.Tenant;
import dev.sluice.admission.queue.traffic.Inflow;

/// The calls of one tenant that wait in a lane: critical ones and others.
final class Shelf implements Tenant.Follower {
  final Lane lane;
  final Tenant tenant;

  /// What the others' forecasts see of it, and what of that is critical, which is added up only.
  final Rival rival;

  final Rival criticalRival;

  private final Row critical;
  private final Row others;
  private final Inflow inflow;
  private final Sum comes = new Sum();

  Shelf(Lane lane, Tenant tenant, Heap<Row> criticals, Heap<Row> others, long now) {
    this.lane = lane;
    this.tenant = tenant;
    this.rival = new Rival(tenant);
    this.criticalRival = new Rival();
    this.critical = new Row(this, criticals);
    this.others = new Row(this, others);
    long maxWait = lane.line.maxWait();
    this.inflow = new Inflow(Places.least(maxWait), Places.most(maxWait), now);
  }

  int size() {
    return critical.size() + others.size();
  }

  void add(Ticket ticket) {
    row(ticket).add(ticket);
    rival.waits(ticket.cost, 1);
    if (ticket.isCritical()) {
      criticalRival.waits(ticket.cost, 1);
    }
  }

  void remove(Ticket ticket) {
    row(ticket).remove(ticket);
    rival.waits(ticket.cost, -1);
    if (ticket.isCritical()) {
      criticalRival.waits(ticket.cost, -1);
    }
  }

  /// Looks behind `ticket`, which was the next.
  void pass(Ticket ticket) {
    row(ticket).pass(ticket);
  }

  /// Adds to `into` what stands in front of `place`.
  ///
  /// @param isCritical whether it is asked for a critical call
  void before(long place, boolean isCritical, long strictTo, Sum into) {
    boolean strict = tenant.turn() <= strictTo;
    if (strict && !isCritical) {
      into.add(criticalRival.waits(), 1);
    } else {
      critical.before(place, into);
    }
    if (!(strict && isCritical)) {
      others.before(place, into);
    }
  }

  /// All that waits here.
  Sum waits() {
    return rival.waits();
  }

  /// A call has come that is granted, or waits.
  void came(Ticket ticket, long now) {
    inflow.came(ticket.offset, ticket.cost, ticket.isCritical(), now);
    note(now);
  }

  /// Adds to `into` what is to come within `seconds` and goes before `ticket`.
  void overtaking(Ticket ticket, double seconds, long now, Sum into) {
    refresh(now);
    inflow.overtaking(ticket.offset, seconds, now, into);
  }

  /// Until when what comes has not faded.
  long fresh() {
    return inflow.fresh();
  }

  /// Lets what comes fade, if it is time.
  void refresh(long now) {
    if (now - inflow.fresh() > 0) {
      note(now);
    }
  }

  private void note(long now) {
    comes.clear();
    inflow.comes(false, now, comes);
    rival.comes(comes);
    comes.clear();
    inflow.comes(true, now, comes);
    criticalRival.comes(comes);
  }

  @Override
  public void served(boolean inAnotherTurn) {
    rival.served(tenant);
    if (inAnotherTurn) {
      critical.turned();
      others.turned();
    }
  }

  private Row row(Ticket ticket) {
    return ticket.isCritical() ? critical : others;
  }
}

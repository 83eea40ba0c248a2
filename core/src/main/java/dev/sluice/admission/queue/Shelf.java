package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.order.Places;
import dev.sluice.admission.queue.order.Sum;
import dev.sluice.admission.queue.share.Tenant;
import dev.sluice.admission.queue.traffic.Inflow;

/// The calls of one tenant that wait in a lane: critical ones and others.
final class Shelf {
  final Lane lane;
  final Tenant tenant;
  final Inflow inflow;

  private final Row critical;
  private final Row others;

  Shelf(Lane lane, Tenant tenant, Heap<Row> criticals, Heap<Row> others, long now) {
    this.lane = lane;
    this.tenant = tenant;
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
  }

  void remove(Ticket ticket) {
    row(ticket).remove(ticket);
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
      critical.all(into);
    } else {
      critical.before(place, into);
    }
    if (!(strict && isCritical)) {
      others.before(place, into);
    }
  }

  /// Adds to `into` all that waits here, or only what is critical.
  void all(boolean criticalOnly, Sum into) {
    critical.all(into);
    if (!criticalOnly) {
      others.all(into);
    }
  }

  private Row row(Ticket ticket) {
    return ticket.isCritical() ? critical : others;
  }
}

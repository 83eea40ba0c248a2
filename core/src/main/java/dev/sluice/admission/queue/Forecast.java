package dev.sluice.admission.queue;

import java.util.List;

/// How long a call will wait: what stands in front of it, and what will come and overtake it, at
/// the pace at which its targets' gates let calls pass.
final class Forecast {
  /// Beyond this, in seconds, there is nothing to foresee.
  private static final double MOST = 3_600;

  private static final int ROUNDS = 4;

  private final Sum own = new Sum();
  private final Sum other = new Sum();
  private final Sum ahead = new Sum();

  /// In seconds.
  ///
  /// @param ticket with its cost, offset and place; whether it stands there already or not
  /// @param lanes those with calls that wait
  /// @param limit how long it may wait: what is beyond need not be exact
  double wait(Ticket ticket, Shelf shelf, List<Lane> lanes, long strict, double limit, long now) {
    double wait = within(limit, ticket, shelf, lanes, strict, now);
    for (int i = 0; i < ROUNDS; i++) {
      double better = within(Math.min(wait, MOST), ticket, shelf, lanes, strict, now);
      if (Math.abs(better - wait) < 0.02 * wait) {
        return Math.min(MOST, better);
      }
      wait = better;
    }
    return Math.min(MOST, wait);
  }

  /// How long it takes to let everything pass that is in front or overtakes within `seconds`. Who
  /// waits longer is overtaken by more: the wait is where both are the same.
  private double within(
      double seconds, Ticket ticket, Shelf shelf, List<Lane> lanes, long strict, long now) {
    ahead.clear();
    own(seconds, ticket, shelf, strict, now);
    if (shelf.lane.tenants() > 1) {
      others(seconds, ticket, shelf, strict, now);
    }
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane != shelf.lane && lane.contends(shelf.lane)) {
        lane.shelves().forEach(s -> s.before(ticket.place, ticket.isCritical(), strict, ahead));
      }
    }
    return Doors.opens(ticket.order, ticket.call, ahead.ahead(), now);
  }

  /// Of its own tenant: by their places.
  private void own(double seconds, Ticket ticket, Shelf shelf, long strict, long now) {
    own.clear();
    shelf.before(ticket.place, ticket.isCritical(), strict, own);
    if (ticket.shelf != null) {
      own.subtract(ticket.cost);
    }
    if (!ticket.isCritical()) {
      shelf.inflow.overtaking(ticket.offset, seconds, now, own);
    }
    ahead.add(own, 1);
  }

  /// Of the other tenants: as much as each may have until it has been served as much.
  private void others(double seconds, Ticket ticket, Shelf shelf, long strict, long now) {
    Tenant tenant = shelf.tenant;
    boolean criticalOnly = ticket.isCritical() && tenant.turn() <= strict;
    double work = own.weighed() + Tenant.weigh(ticket.cost.input(), ticket.cost.output());
    double until = tenant.served() + work / tenant.weight;
    for (Shelf of : shelf.lane.shelves()) {
      if (of == shelf) {
        continue;
      }
      other.clear();
      of.all(criticalOnly, other);
      if (criticalOnly) {
        of.inflow.critical(seconds, now, other);
      } else {
        of.inflow.all(seconds, now, other);
      }
      double may = Math.max(0, of.tenant.weight * (until - of.tenant.served()));
      double share = other.weighed() <= may ? 1 : may / other.weighed();
      ahead.add(other, criticalOnly ? 1 : share);
    }
  }
}

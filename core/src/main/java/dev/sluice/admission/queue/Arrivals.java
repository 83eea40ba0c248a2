package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Places;
import dev.sluice.admission.queue.share.Tenants;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Target;
import dev.sluice.call.Tried;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How calls come: to a grant at once, to a place, or to a refusal.
final class Arrivals {
  private final Hall hall;
  private final Tenants tenants;
  private final Doors doors;
  private final Forecast forecast;
  private final Sweep sweep;
  private final Pump pump;
  private final Departures departures;

  Arrivals(
      Hall hall,
      Tenants tenants,
      Doors doors,
      Forecast forecast,
      Sweep sweep,
      Pump pump,
      Departures departures) {
    this.hall = hall;
    this.tenants = tenants;
    this.doors = doors;
    this.forecast = forecast;
    this.sweep = sweep;
    this.pump = pump;
    this.departures = departures;
  }

  Ticket offer(Line line, Call call, List<Target> order, long now) {
    var ticket = new Ticket(line, call, order, now);
    Lane lane = line.lane(call, order, now);
    Shelf shelf = lane.shelves().of(tenants.of(call.claim()), now);
    Target open = doors.open(order, call, now);
    if (open == null && !doors.waits()) {
      ticket.refuse(doors.why().why());
      return ticket;
    }
    price(ticket, now);
    if (open != null && hall.isFree(lane)) {
      line.prudence().granted(0, line.maxWait());
      shelf.came(ticket, now);
      ticket.grant(new Grant(call, open, now));
      return ticket;
    }
    Failed reason = open == null ? doors.why().why() : lane.reason;
    if (call.tried().cause() == Tried.Cause.HEDGE || ticket.latest - now <= 0) {
      double wait = forecast.wait(ticket, shelf, line.maxWait() / 1e9, now);
      ticket.refuse(Refusals.late(ticket, reason, wait));
      return ticket;
    }
    line.watch(now);
    join(ticket, shelf, reason, now);
    return ticket;
  }

  /// Puts it in, and out again where it cannot stay.
  private void join(Ticket ticket, Shelf shelf, @Nullable Failed reason, long now) {
    if (hall.size() == 0) {
      sweep.begin(now);
    }
    hall.put(ticket, shelf);
    shelf.lane.reason = reason;
    departures.entering(ticket);
    pump.run(now);
    if (ticket.state() == Ticket.State.WAITING && !stays(ticket, shelf, now)) {
      // Whoever it kept from going may go.
      pump.run(now);
    }
    departures.entering(null);
    if (ticket.state() != Ticket.State.REFUSED) {
      shelf.came(ticket, now);
    }
  }

  /// Whether nobody had to go for it, nor it.
  private boolean stays(Ticket ticket, Shelf shelf, long now) {
    Line line = ticket.line;
    if (line.isExceededBy(ticket)) {
      long open = Doors.openAt(ticket.order, ticket.call, now);
      departures.refuse(ticket, Refusals.tooLarge((open - now) / 1e9));
      return false;
    }
    double limit = (ticket.latest - now) / 1e9;
    double wait = forecast.wait(ticket, shelf, limit, now);
    ticket.predicted = (long) (wait * 1e9);
    if (wait > line.prudence().share(ticket.isCritical()) * limit) {
      line.prudence().early();
      departures.refuse(ticket, Refusals.late(ticket, shelf.lane.reason, wait));
      return false;
    }
    return !makesRoom(ticket, line, now);
  }

  /// Lower calls give way to higher ones if that is enough; the newest of them first, since it has
  /// lost the least.
  private boolean makesRoom(Ticket ticket, Line line, long now) {
    if (line.isOverfullDownTo(ticket.band)) {
      departures.displace(ticket, now);
      return true;
    }
    boolean made = false;
    for (Ticket lower = line.lowerThan(ticket.band);
        lower != null && line.isOverfull();
        lower = line.lowerThan(ticket.band)) {
      departures.displace(lower, now);
      made = true;
    }
    return made;
  }

  private void price(Ticket ticket, long now) {
    Call call = ticket.call;
    long maxWait = ticket.line.maxWait();
    ticket.cost = Doors.cost(ticket.order, call, now);
    hall.yardstick.came(ticket.cost);
    double dear = hall.yardstick.measure(ticket.cost);
    ticket.offset = Places.offset(call, dear, maxWait, ticket.latest - now);
    ticket.place = Places.place(call, ticket.offset, maxWait, now);
  }
}

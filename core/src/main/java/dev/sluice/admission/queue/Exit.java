package dev.sluice.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.Target;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How calls that wait leave the queue: with a grant, or with a refusal.
final class Exit {
  private final Hall hall;
  private final Tenants tenants;
  private final CriticalShare share;
  private final Forecast forecast;
  private final Consumer<Ticket> decided;

  /// The one that is just being put in: its caller sees what becomes of it.
  private @Nullable Ticket entering;

  /// @param decided told of each call that leaves, but for the one that is just being put in
  Exit(
      Hall hall,
      Tenants tenants,
      CriticalShare share,
      Forecast forecast,
      Consumer<Ticket> decided) {
    this.hall = hall;
    this.tenants = tenants;
    this.share = share;
    this.forecast = forecast;
    this.decided = decided;
  }

  void entering(@Nullable Ticket ticket) {
    entering = ticket;
  }

  void grant(Ticket ticket, Target target, long now) {
    Tenant tenant = ticket.shelf().tenant;
    hall.takeOut(ticket);
    Line line = ticket.line;
    line.prudence().granted(ticket.waited(now), line.maxWait());
    var grant = new Grant(ticket.call, target, now);
    tenants.serve(tenant, ticket.cost.input(), ticket.cost.output());
    grant.charge(tenant, ticket.cost);
    if (hall.size() > 0) {
      share.granted(ticket.cost.tokens(), ticket.isCritical(), now);
    }
    ticket.grant(grant);
    tell(ticket);
  }

  void refuse(Ticket ticket, Failed why) {
    leave(ticket);
    end(ticket, why);
  }

  /// They cannot be granted in time any more.
  ///
  /// @param tickets those of one lane
  void miss(List<Ticket> tickets, long now) {
    tickets.forEach(ticket -> ticket.line.prudence().late());
    shed(tickets, now);
  }

  /// They give way to those behind them, and are told when a call like theirs would be granted once
  /// all of them have left.
  ///
  /// @param tickets those of one lane
  void shed(List<Ticket> tickets, long now) {
    if (!tickets.isEmpty()) {
      Failed reason = tickets.getFirst().shelf().lane.reason;
      tickets.forEach(this::leave);
      for (Ticket ticket : tickets) {
        end(ticket, Refusals.late(ticket, reason, forecast.again(ticket, now)));
      }
    }
  }

  /// More wait than may.
  void displace(Ticket ticket, long now) {
    leave(ticket);
    end(ticket, Refusals.full(forecast.again(ticket, now)));
  }

  /// Its time runs out: it is put in front.
  void hurry(Ticket ticket, long now) {
    Shelf shelf = ticket.shelf();
    ticket.hurried = true;
    shelf.remove(ticket);
    ticket.place = Places.hurried(ticket.latest, ticket.line.maxWait(), now);
    shelf.add(ticket);
    shelf.lane.dirty = true;
  }

  private void leave(Ticket ticket) {
    hall.touch(hall.takeOut(ticket));
  }

  private void end(Ticket ticket, Failed why) {
    ticket.refuse(why);
    tell(ticket);
  }

  private void tell(Ticket ticket) {
    if (ticket != entering) {
      decided.accept(ticket);
    }
  }
}

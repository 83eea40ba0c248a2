package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.internal.stats.Seconds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decision about arriving calls: a grant at once, a place in the queue, or a rejection.
record Enqueuer(
    Backlog backlog,
    Tenants tenants,
    Forecast forecast,
    ExpiryScan expiryScan,
    Dispatcher dispatcher,
    TicketCompleter completer) {
  /// Which part of the longest wait is nothing to count arrivals for: a lease that is on its way
  /// takes as long.
  private static final double BRIEF = 0.01;

  Ticket offer(RouteQueue route, Call call, List<Target> order, long now) {
    var ticket = new Ticket(call, order, tenants.of(call.hints()), route.maxWait(), now);
    ContentionGroup group = backlog.group(route, call, order, now);
    switch (GateEvaluator.ask(order, call, now)) {
      case Opening.Shut(Gate.Closed by, boolean waitable) when !waitable -> ticket.refuse(by.why());
      case Opening.Open(Target open) when backlog.isFree(group) -> {
        assignPriority(ticket, now);
        route.entryThreshold().granted(0, route.maxWait());
        group.of(ticket.tenant, now).arrived(ticket, now);
        ticket.grant(new Grant(call, open, now));
      }
      case Opening.Open _ -> enqueue(ticket, group, group.reason, now);
      case Opening.Shut(Gate.Closed by, _) -> enqueue(ticket, group, by.why(), now);
    }
    return ticket;
  }

  private void enqueue(Ticket ticket, ContentionGroup group, @Nullable Failed reason, long now) {
    assignPriority(ticket, now);
    if (ticket.call.failedTargets().mustNotWait() || ticket.latest - now <= 0) {
      double wait = forecast.wait(ticket, group, Seconds.of(ticket.maxWait), now);
      ticket.refuse(Rejections.late(ticket, reason, wait));
    } else {
      join(ticket, group, reason, now);
    }
  }

  /// Puts a call into the backlog, and rejects it where it cannot stay.
  private void join(Ticket ticket, ContentionGroup group, @Nullable Failed reason, long now) {
    if (backlog.size() == 0) {
      expiryScan.begin(now);
    }
    backlog.put(ticket, group, now);
    group.reason = reason;
    completer.entering(ticket);
    dispatcher.run(now);
    if (ticket.state() == Ticket.State.WAITING && !stays(ticket, group, now)) {
      // The calls that it kept from going may go.
      dispatcher.run(now);
    }
    completer.entering(null);
    if (ticket.state() != Ticket.State.REFUSED) {
      group.of(ticket.tenant, now).arrived(ticket, now);
    }
  }

  /// Whether the call can wait and no other call has to leave for it.
  private boolean stays(Ticket ticket, ContentionGroup group, long now) {
    RouteQueue route = group.route;
    if (route.isExceededBy(ticket)) {
      long open = GateEvaluator.openAt(ticket.order, ticket.call, now);
      completer.refuse(ticket, Rejections.tooLarge(Seconds.of(open - now)));
      return false;
    }
    double limit = Seconds.of(ticket.latest - now);
    double wait = forecast.wait(ticket, group, limit, now);
    ticket.predicted = Seconds.nanos(wait);
    if (wait > BRIEF * Seconds.of(ticket.maxWait)) {
      route.watch(now);
    }
    if (wait > route.entryThreshold().share(ticket.isCritical()) * limit) {
      route.entryThreshold().early();
      completer.refuse(ticket, Rejections.late(ticket, group.reason, wait));
      return false;
    }
    return !makesRoom(ticket, route, now);
  }

  /// Makes lower calls give way to a higher one if that is enough; the newest of them first, since
  /// it has lost the least.
  private boolean makesRoom(Ticket ticket, RouteQueue route, long now) {
    if (route.isOverfullDownTo(ticket.band)) {
      completer.displace(ticket, now);
      return true;
    }
    boolean made = false;
    for (Ticket lower = route.lowerThan(ticket.band);
        lower != null && route.isOverfull();
        lower = route.lowerThan(ticket.band)) {
      completer.displace(lower, now);
      made = true;
    }
    return made;
  }

  private void assignPriority(Ticket ticket, long now) {
    ticket.cost = GateEvaluator.cost(ticket.order, ticket.call, now);
    if (ticket.cost.tokens() > 0) {
      backlog.meanCost.add(ticket.cost.tokens());
    }
    ticket.offset = forecast.offset(ticket, ticket.latest - now);
    ticket.key = PriorityKey.key(ticket.call, ticket.offset, ticket.maxWait, now);
  }
}

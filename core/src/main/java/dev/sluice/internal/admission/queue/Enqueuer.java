package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.internal.admission.queue.order.PriorityKey;
import dev.sluice.internal.admission.queue.share.Tenants;
import dev.sluice.internal.time.Seconds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How calls come: to a grant at once, to a place, or to a refusal.
final class Enqueuer {
  private final Backlog backlog;
  private final Tenants tenants;
  private final Forecast forecast;
  private final ExpiryScan expiryScan;
  private final Dispatcher dispatcher;
  private final TicketCompleter completer;

  Enqueuer(
      Backlog backlog,
      Tenants tenants,
      Forecast forecast,
      ExpiryScan expiryScan,
      Dispatcher dispatcher,
      TicketCompleter completer) {
    this.backlog = backlog;
    this.tenants = tenants;
    this.forecast = forecast;
    this.expiryScan = expiryScan;
    this.dispatcher = dispatcher;
    this.completer = completer;
  }

  Ticket offer(RouteQueue line, Call call, List<Target> order, long now) {
    var ticket = new Ticket(line, call, order, now);
    ContentionGroup group = line.lane(call, order, now);
    TenantQueue queue = group.tenantQueues().of(tenants.of(call.claim()), now);
    Opening opening = GateEvaluator.ask(order, call, now);
    if (opening instanceof Opening.Shut(Gate.Closed by, boolean waitable) && !waitable) {
      ticket.refuse(by.why());
      return ticket;
    }
    price(ticket, now);
    if (opening instanceof Opening.Open(Target open) && backlog.isFree(group)) {
      line.entryThreshold().granted(0, line.maxWait());
      queue.came(ticket, now);
      ticket.grant(new Grant(call, open, now));
      return ticket;
    }
    Failed reason = opening instanceof Opening.Shut(Gate.Closed by, _) ? by.why() : group.reason;
    if (call.tried().cause() == FailedTargets.Cause.HEDGE || ticket.latest - now <= 0) {
      double wait = forecast.wait(ticket, queue, Seconds.of(line.maxWait()), now);
      ticket.refuse(Rejections.late(ticket, reason, wait));
      return ticket;
    }
    line.watch(now);
    join(ticket, queue, reason, now);
    return ticket;
  }

  /// Puts it in, and out again where it cannot stay.
  private void join(Ticket ticket, TenantQueue queue, @Nullable Failed reason, long now) {
    if (backlog.size() == 0) {
      expiryScan.begin(now);
    }
    backlog.put(ticket, queue);
    queue.group.reason = reason;
    completer.entering(ticket);
    dispatcher.run(now);
    if (ticket.state() == Ticket.State.WAITING && !stays(ticket, queue, now)) {
      // The calls that it kept from going may go.
      dispatcher.run(now);
    }
    completer.entering(null);
    if (ticket.state() != Ticket.State.REFUSED) {
      queue.came(ticket, now);
    }
  }

  /// Whether nobody had to go for it, nor it.
  private boolean stays(Ticket ticket, TenantQueue queue, long now) {
    RouteQueue line = ticket.line;
    if (line.isExceededBy(ticket)) {
      long open = GateEvaluator.openAt(ticket.order, ticket.call, now);
      completer.refuse(ticket, Rejections.tooLarge(Seconds.of(open - now)));
      return false;
    }
    double limit = Seconds.of(ticket.latest - now);
    double wait = forecast.wait(ticket, queue, limit, now);
    ticket.predicted = Seconds.nanos(wait);
    if (wait > line.entryThreshold().share(ticket.isCritical()) * limit) {
      line.entryThreshold().early();
      completer.refuse(ticket, Rejections.late(ticket, queue.group.reason, wait));
      return false;
    }
    return !makesRoom(ticket, line, now);
  }

  /// Lower calls give way to higher ones if that is enough; the newest of them first, since it has
  /// lost the least.
  private boolean makesRoom(Ticket ticket, RouteQueue line, long now) {
    if (line.isOverfullDownTo(ticket.band)) {
      completer.displace(ticket, now);
      return true;
    }
    boolean made = false;
    for (Ticket lower = line.lowerThan(ticket.band);
        lower != null && line.isOverfull();
        lower = line.lowerThan(ticket.band)) {
      completer.displace(lower, now);
      made = true;
    }
    return made;
  }

  private void price(Ticket ticket, long now) {
    Call call = ticket.call;
    long maxWait = ticket.line.maxWait();
    ticket.cost = GateEvaluator.cost(ticket.order, call, now);
    backlog.meanCost.came(ticket.cost);
    double dear = backlog.meanCost.measure(ticket.cost);
    ticket.offset = PriorityKey.offset(call, dear, maxWait, ticket.latest - now);
    ticket.place = PriorityKey.place(call, ticket.offset, maxWait, now);
  }
}

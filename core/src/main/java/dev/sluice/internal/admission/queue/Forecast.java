package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.order.PriorityKey;
import dev.sluice.internal.admission.queue.share.CriticalShare;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.time.Seconds;
import java.util.List;

/// Fixed-point iteration for the wait in a priority queue: what stands in front of a call, and what
/// will come and overtake it, at the pace at which its targets' gates let calls pass.
///
/// ```text
/// W       = opens(front + A(W))
/// front   = what waits with a smaller priority key: of the own tenant, and in other groups
/// A(W)    = what overtakes within W: of the own tenant what comes with a smaller offset, of other
///           tenants what waits and comes, up to their share
/// opens   = in how many seconds the gates have let that much pass (Gate.opens)
/// ```
///
/// The iteration begins at the longest wait allowed, and ends after five rounds or when a round
/// changes the wait by less than 2 %. A wait beyond one hour is told as one hour.
///
/// Source: the recursion is that of the mean wait in a priority queue, where arrivals during the
/// wait count (Cobham, 1954), over present estimates in place of a steady state (ADR 0019).
///
/// Limitations: rates of arrival are averages of the last minute, so a burst behind a call is not
/// foreseen. Of more than 32 tenants those with least waiting are counted as one ([DemandPool]).
/// Reservations that come back earlier than usual make the wait shorter than foretold.
final class Forecast {
  /// Beyond this, in seconds, there is nothing to foresee.
  private static final double MOST = 3_600;

  private static final int ROUNDS = 4;

  private final Backlog backlog;
  private final CriticalShare share;

  private final Demand own = new Demand();
  private final Demand elsewhere = new Demand();
  private final Demand ahead = new Demand();
  private final Demand sum = new Demand();

  Forecast(Backlog backlog, CriticalShare share) {
    this.backlog = backlog;
    this.share = share;
  }

  /// How long a call like `ticket`, which waits no more, would wait if it came now, in seconds.
  double again(Ticket ticket, long now) {
    long maxWait = ticket.line.maxWait();
    var like = new Ticket(ticket.line, ticket.call, ticket.order, now);
    like.cost = ticket.cost;
    like.offset = offset(ticket);
    like.place = now + like.offset;
    return wait(like, ticket.tenantQueue(), Seconds.of(maxWait), now);
  }

  /// How far a call like `ticket` would be put back if it came now, in nanoseconds.
  long offset(Ticket ticket) {
    long maxWait = ticket.line.maxWait();
    return PriorityKey.offset(ticket.call, backlog.meanCost.measure(ticket.cost), maxWait, maxWait);
  }

  /// How long `ticket` will wait, in seconds.
  ///
  /// @param ticket with its cost, offset and place; whether it stands there already or not
  /// @param limit how long it may wait: what is beyond need not be exact
  double wait(Ticket ticket, TenantQueue queue, double limit, long now) {
    long strict = share.strictTo();
    look(ticket, queue, strict);
    look(ticket, queue.group, strict);
    double wait = within(limit, ticket, queue, strict, now);
    for (int i = 0; i < ROUNDS; i++) {
      double better = within(Math.min(wait, MOST), ticket, queue, strict, now);
      if (Math.abs(better - wait) < 0.02 * wait) {
        return Math.min(MOST, better);
      }
      wait = better;
    }
    return Math.min(MOST, wait);
  }

  /// What is there of its own tenant in its own lane, by their places.
  private void look(Ticket ticket, TenantQueue queue, long strict) {
    own.clear();
    queue.before(ticket.place, ticket.isCritical(), strict, own);
    if (ticket.queue != null) {
      own.add(ticket.cost, -1);
    }
  }

  /// What is there in other lanes.
  private void look(Ticket ticket, ContentionGroup own, long strict) {
    elsewhere.clear();
    List<ContentionGroup> lanes = backlog.lanes();
    for (int i = 0; i < lanes.size(); i++) {
      ContentionGroup group = lanes.get(i);
      if (group != own && group.contends(own)) {
        for (TenantQueue queue : group.tenantQueues().all()) {
          queue.before(ticket.place, ticket.isCritical(), strict, elsewhere);
        }
      }
    }
  }

  /// How long it takes to let everything pass that is in front or overtakes within `seconds`. Who
  /// waits longer is overtaken by more: the wait is where both are the same.
  private double within(double seconds, Ticket ticket, TenantQueue queue, long strict, long now) {
    Tenant tenant = queue.tenant;
    ahead.clear();
    ahead.add(own, 1);
    if (!ticket.isCritical()) {
      queue.overtaking(ticket, seconds, now, ahead);
    }
    boolean isFirst = isFirst(ticket, queue, strict);
    TenantQueues queues = queue.group.tenantQueues();
    queues.refresh(now);
    if (isFirst) {
      queues.critical().within(seconds, queue.criticalDemand, sum);
      ahead.add(sum, 1);
    } else {
      double work = ahead.weighed() + Demand.weigh(ticket.cost.input(), ticket.cost.output());
      queues.demands().upTo(queue.demand, tenant.served() + work / tenant.weight(), seconds, ahead);
    }
    ahead.add(elsewhere, 1);
    return GateEvaluator.opens(ticket.order, ticket.call, ahead.ahead(), now);
  }

  /// Whether it comes before all that are not critical.
  private static boolean isFirst(Ticket ticket, TenantQueue queue, long strict) {
    return ticket.isCritical() && queue.tenant.turn() <= strict;
  }
}

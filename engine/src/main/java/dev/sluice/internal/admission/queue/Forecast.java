package dev.sluice.internal.admission.queue;

import dev.sluice.internal.stats.Seconds;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Fixed-point iteration for the wait in a priority queue: what is in front of a call, and what
/// will arrive and overtake it, at the pace at which its targets' gates let calls pass.
///
/// ```text
/// W       = seconds until open(front + A(W))
/// front   = what waits with a smaller priority key: of the own tenant, and in other groups
/// A(W)    = what overtakes within W: of the own tenant what arrives with a smaller offset, of
///           other tenants what waits and arrives, up to their share
/// open    : the gates have let that much pass (Gate.nextOpen)
/// ```
///
/// A call that would still wait at the longest wait allowed waits longer: the recursion goes on
/// from there, for five rounds at most. Else the fixed point lies below, and is found by regula
/// falsi between there and zero: nearly a line leads from one to the other, since arrivals and
/// inflow are rates. Both end when a round changes the wait by less than 2 %. A wait beyond one
/// hour counts as one hour.
///
/// Source: the recursion is that of the mean wait in a priority queue, where arrivals during the
/// wait count (Cobham, 1954), over present estimates in place of a steady state. ADR 0019 says how
/// it is solved, since it converges slowly from above while much overtakes.
///
/// Limitations: rates of arrival are averages of the last minute, so a burst behind a call is not
/// foreseen. Of more than 32 tenants those with least waiting are counted as one ([DemandPool]).
/// Reservations that come back make the wait shorter than forecast.
final class Forecast {
  /// The longest forecast, in seconds.
  private static final double MOST = 3_600;

  private static final int ROUNDS = 4;

  private final Backlog backlog;
  private final CriticalShare share;

  private final Demand own = new Demand();
  private final Demand elsewhere = new Demand();
  private final Demand ahead = new Demand();

  Forecast(Backlog backlog, CriticalShare share) {
    this.backlog = backlog;
    this.share = share;
  }

  /// Returns how long a call like `ticket`, which has left `group`, would wait if it arrived now,
  /// in seconds.
  double again(Ticket ticket, ContentionGroup group, long now) {
    var like = new Ticket(ticket.call, ticket.order, ticket.tenant, ticket.maxWait, now);
    like.cost = ticket.cost;
    like.offset = offset(ticket);
    like.key = now + like.offset;
    return wait(like, group, Seconds.of(ticket.maxWait), now);
  }

  /// Returns the offset of the priority key that a call like `ticket` would get if it arrived now,
  /// in nanoseconds.
  long offset(Ticket ticket) {
    return offset(ticket, ticket.maxWait);
  }

  /// Returns the offset of the priority key of a call like `ticket` that can wait for `patience`;
  /// both in nanoseconds.
  long offset(Ticket ticket, long patience) {
    double relative = ticket.cost.tokens() / backlog.meanCost.value();
    return PriorityKey.offset(ticket.call, relative, ticket.maxWait, patience);
  }

  /// Returns how long `ticket` will wait, in seconds.
  ///
  /// @param ticket the call, with its cost, offset and key; it may wait in `group` already
  /// @param limit how long it may wait, in seconds: a forecast beyond that need not be exact
  double wait(Ticket ticket, ContentionGroup group, double limit, long now) {
    long strict = share.strictTo();
    TenantQueue queue = group.of(ticket.tenant, now);
    own.clear();
    queue.before(ticket, strict, own);
    if (ticket.container != null) {
      own.add(ticket.cost, -1);
    }
    addElsewhere(ticket, group, strict);
    boolean first = ticket.isFirst(strict);
    DoubleUnaryOperator open = s -> within(s, ticket, group, queue, first, now);
    double most = open.applyAsDouble(limit);
    return Math.min(MOST, most < limit ? below(limit, most, open) : beyond(most, open));
  }

  /// Returns the fixed point above `from`, by recursion.
  private static double beyond(double from, DoubleUnaryOperator open) {
    double wait = from;
    for (int i = 0; i < ROUNDS; i++) {
      double better = open.applyAsDouble(Math.min(wait, MOST));
      if (isNear(better, wait)) {
        return better;
      }
      wait = better;
    }
    return wait;
  }

  /// Returns the fixed point between zero, where the gates open later, and `limit`, where they have
  /// opened at `most`.
  private static double below(double limit, double most, DoubleUnaryOperator open) {
    double low = 0;
    double atLow = open.applyAsDouble(low);
    double high = limit;
    double atHigh = most;
    double wait = atLow;
    for (int i = 0; i < ROUNDS - 1 && high > low && !isNear(atLow, atHigh); i++) {
      double slope = (atHigh - atLow) / (high - low);
      double at = (atLow - slope * low) / (1 - slope);
      wait = open.applyAsDouble(at);
      if (isNear(wait, at)) {
        return wait;
      } else if (wait > at) {
        low = at;
        atLow = wait;
      } else {
        high = at;
        atHigh = wait;
      }
    }
    return wait;
  }

  private static boolean isNear(double one, double other) {
    return Math.abs(one - other) < 0.02 * other;
  }

  /// Adds up what goes before `ticket` in other groups.
  private void addElsewhere(Ticket ticket, ContentionGroup own, long strict) {
    elsewhere.clear();
    List<ContentionGroup> groups = backlog.groups();
    for (int i = 0; i < groups.size(); i++) {
      ContentionGroup group = groups.get(i);
      if (group != own && group.contends(own)) {
        group.queues().forEach(queue -> queue.before(ticket, strict, elsewhere));
      }
    }
  }

  /// Returns in how many seconds everything has passed that is in front of the call or overtakes it
  /// within `seconds`. A call that waits longer is overtaken by more: its wait is where both are
  /// the same.
  private double within(
      double seconds,
      Ticket ticket,
      ContentionGroup group,
      TenantQueue queue,
      boolean first,
      long now) {
    ahead.clear();
    ahead.add(own, 1);
    if (!ticket.isCritical()) {
      queue.overtaking(ticket, seconds, now, ahead);
    }
    if (first) {
      group.othersCritical(queue, seconds, now, ahead);
    } else {
      double work = ahead.weighed() + Demand.weigh(ticket.cost.input(), ticket.cost.output());
      double until = ticket.tenant.served() + work / ticket.tenant.weight();
      group.othersUpTo(queue, until, seconds, now, ahead);
    }
    ahead.add(elsewhere, 1);
    return GateEvaluator.secondsUntilOpen(ticket.order, ticket.call, ahead.ahead(), now);
  }
}

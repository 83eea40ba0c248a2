package dev.sluice.internal.admission.queue;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.stats.WaitingGroup;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The queue in which calls wait for their grants: those of all routes that share a target or a
/// credential. One decision picks the waiting call with the best priority and a target whose gates
/// are all open, and enters them; what they have given is settled when the attempt has ended.
///
/// A state machine: it knows no thread and no clock, and takes no lock; one caller at a time. Its
/// driver calls [#advance] at [#wakeAt]. Instants are on [dev.sluice.call.runtime.Clock#nanos].
public final class CallQueue {
  private final Tenants tenants;
  private final Backlog backlog;
  private final TicketCompleter completer;
  private final ExpiryScan expiryScan;
  private final Dispatcher dispatcher;
  private final Enqueuer enqueuer;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  /// @param decided notified of each call that has waited and does not any more, unless its caller
  ///   has left
  public CallQueue(Map<String, Integer> weights, Consumer<Ticket> decided) {
    tenants = new Tenants(weights);
    backlog = new Backlog(tenants);
    var share = new CriticalShare(tenants);
    var forecast = new Forecast(backlog, share);
    completer = new TicketCompleter(backlog, tenants, share, forecast, decided);
    expiryScan = new ExpiryScan(backlog, completer);
    dispatcher = new Dispatcher(backlog, share, completer);
    enqueuer = new Enqueuer(backlog, tenants, forecast, expiryScan, dispatcher, completer);
  }

  /// Returns a new route's part of the queue.
  ///
  /// @param byModel whether a target of it passes names on, so that calls for different models wait
  ///   for different things
  public RouteQueue route(QueueConfig config, boolean byModel) {
    return new RouteQueue(config, byModel);
  }

  /// Returns how many calls wait in all routes.
  public int waiting() {
    return backlog.size();
  }

  /// Returns what waits in one route.
  public QueueSnapshot snapshot(RouteQueue route, long now) {
    var bands = new EnumMap<Band, QueueSnapshot.InBand>(Band.class);
    for (Band band : Band.values()) {
      bands.put(band, route.snapshot(band, now));
    }
    return new QueueSnapshot(bands);
  }

  /// Returns the calls that wait in one route, by tenant and band, and why.
  public List<WaitingGroup> groups(RouteQueue route, long now) {
    return route.groups(now);
  }

  /// Grants a call that may go while no other waits. Returns null otherwise; the caller then uses
  /// [#offer]. This is the fast path.
  ///
  /// @param order the call's targets, in the order in which it would have them
  public @Nullable Grant grantAtOnce(RouteQueue route, Call call, List<Target> order, long now) {
    if (backlog.size() > 0 || route.isWatched(now)) {
      return null;
    }
    Target open = GateEvaluator.open(order, call, now);
    if (open == null) {
      return null;
    }
    route.entryThreshold().granted(0, route.maxWait());
    return new Grant(call, open, now);
  }

  /// Returns the first of `order` that could take `call` now, if no other call waited; null when
  /// there is none.
  public @Nullable Target open(List<Target> order, Call call, long now) {
    return GateEvaluator.open(order, call, now);
  }

  /// Returns when the first of `order` is open to a call like `call`, as far as is known now: never
  /// before `now`, and as if no other call waited.
  ///
  /// @param order one target at least
  public long openAt(List<Target> order, Call call, long now) {
    return GateEvaluator.openAt(order, call, now);
  }

  /// Grants or rejects a call, or keeps it waiting.
  ///
  /// @param order the call's targets, in the order in which it would have them
  public Ticket offer(RouteQueue route, Call call, List<Target> order, long now) {
    return enqueuer.offer(route, call, order, now);
  }

  /// Takes out a call whose caller has left, and gives back a grant that was not used.
  public void leave(Ticket ticket, long now) {
    switch (ticket.state()) {
      case WAITING -> {
        backlog.markRunnable(backlog.takeOut(ticket));
        ticket.leave();
        dispatcher.run(now);
      }
      case GRANTED -> {
        Grant unused = ticket.grant();
        ticket.leave();
        settle(unused, unused(now));
      }
      case REFUSED, LEFT -> {}
    }
  }

  /// Takes out a call whose caller has left. A grant that was not used is still to be settled.
  public void abandon(Ticket ticket, long now) {
    if (ticket.state() == Ticket.State.WAITING) {
      leave(ticket, now);
    }
  }

  /// Returns the result of an attempt that was not made.
  public static AttemptResult unused(long now) {
    var never = new Failed.Shed(Failed.Reason.DEADLINE_UNREACHABLE, Optional.empty());
    return new AttemptResult(never, Usage.NONE, now, OptionalLong.empty(), now);
  }

  /// Closes a route's part.
  ///
  /// @return the calls that waited in the route until now; each is still undecided, for [#moveIn]
  ///   of this queue or another one, or for [#reject]
  public List<Ticket> release(RouteQueue route) {
    List<Ticket> waiting = route.close();
    waiting.forEach(ticket -> backlog.markRunnable(backlog.takeOut(ticket)));
    backlog.forget(route);
    return waiting;
  }

  /// Keeps a call that was released: its place is that of its arrival and its priority key.
  ///
  /// @param order the call's targets now, in the order in which it would have them
  public void moveIn(Ticket ticket, RouteQueue route, List<Target> order, long now) {
    if (backlog.size() == 0) {
      expiryScan.begin(now);
    }
    ticket.move(order, tenants.of(ticket.call.hints()));
    backlog.take(ticket, backlog.group(route, ticket.call, order, now), now);
    route.watch(now);
  }

  /// Rejects a call that was released.
  public void reject(Ticket ticket, Failed why) {
    ticket.refuse(why);
  }

  /// Takes over what another queue knows of its tenants, and of the cost of calls.
  public void takeOver(CallQueue before) {
    tenants.takeOver(before.tenants);
    backlog.meanCost.takeOver(before.backlog.meanCost);
  }

  /// Asks for all calls again: gates may have opened without a grant being settled.
  public void reconsider(long now) {
    backlog.groups().forEach(group -> group.runnable = true);
    advance(now);
  }

  /// Notes that the grant's attempt has had its first meaningful event.
  public void started(Grant grant, long at) {
    if (grant.isSettled()) {
      return;
    }
    for (Permit permit : grant.permits()) {
      permit.started(at);
    }
    if (backlog.size() > 0 && backlog.follow(grant, at)) {
      dispatcher.run(at);
    }
  }

  /// Notes what the answer to the grant's attempt says of the provider's limits.
  public void allowed(Grant grant, RateLimitInfo allowance, long at) {
    if (grant.isSettled()) {
      return;
    }
    for (Permit permit : grant.permits()) {
      permit.allowed(allowance, at);
    }
  }

  /// Takes a grant back whose attempt has ended.
  public void settle(Grant grant, AttemptResult attempt) {
    grant.settle(attempt);
    correct(grant, attempt.usage());
    if (backlog.size() > 0) {
      boolean _ = backlog.follow(grant, attempt.ended());
      backlog.markRunnable(grant, attempt.ended());
      dispatcher.run(attempt.ended());
    }
  }

  private void correct(Grant grant, Usage used) {
    Tenant tenant = grant.tenant();
    if (tenant != null && tenants.knows(tenant) && !used.estimated()) {
      Cost charged = grant.charged();
      tenants.serve(tenant, used.input() - charged.input(), used.output() - charged.output());
    }
  }

  /// Returns when [#advance] is worth calling if nothing else happens; [Long#MAX_VALUE] for never.
  public long wakeAt() {
    return backlog.size() == 0 ? Long.MAX_VALUE : Math.min(expiryScan.due(), backlog.wake());
  }

  /// Grants what may go by now, and rejects what cannot be granted in time.
  public void advance(long now) {
    if (backlog.size() > 0) {
      if (expiryScan.due() - now <= 0) {
        expiryScan.run(now);
      }
      dispatcher.run(now);
    }
  }

  /// Rejects a waiting call if its time is up.
  public void expire(Ticket ticket, long now) {
    if (ticket.state() == Ticket.State.WAITING && ticket.latest() - now <= 0) {
      completer.miss(List.of(ticket), now);
      dispatcher.run(now);
    }
  }

  /// Rejects all waiting calls.
  public void rejectAll(Failed why) {
    for (ContentionGroup group : backlog.groups()) {
      for (Ticket next = group.first(Long.MAX_VALUE);
          next != null;
          next = group.first(Long.MAX_VALUE)) {
        completer.refuse(next, why);
      }
    }
    backlog.tidy();
  }
}

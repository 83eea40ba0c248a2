package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Target;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The completion of tickets: ends the waiting of calls with a grant or a rejection.
final class TicketCompleter {
  /// The most calls completed at once: more woken threads would starve the sockets.
  static final int AT_ONCE = 64;

  private final Backlog backlog;
  private final Tenants tenants;
  private final CriticalShare share;
  private final Forecast forecast;
  private final Consumer<Ticket> decided;

  /// The call that is just being put in, whose caller sees by itself what becomes of it.
  private @Nullable Ticket entering;

  /// @param decided notified of each call that leaves, but for the one that is just being put in
  TicketCompleter(
      Backlog backlog,
      Tenants tenants,
      CriticalShare share,
      Forecast forecast,
      Consumer<Ticket> decided) {
    this.backlog = backlog;
    this.tenants = tenants;
    this.share = share;
    this.forecast = forecast;
    this.decided = decided;
  }

  void entering(@Nullable Ticket ticket) {
    entering = ticket;
  }

  void grant(Ticket ticket, Target target, long now) {
    RouteQueue route = backlog.takeOut(ticket).route;
    route.entryThreshold().granted(ticket.waited(now), route.maxWait());
    var grant = new Grant(ticket.call, target, now);
    tenants.serve(ticket.tenant, ticket.cost.input(), ticket.cost.output());
    grant.charge(ticket.tenant, ticket.cost);
    if (backlog.size() > 0) {
      share.granted(ticket.cost.tokens(), ticket.isCritical(), now);
    }
    ticket.grant(grant);
    notifyDecided(ticket);
  }

  void refuse(Ticket ticket, Failed why) {
    backlog.markRunnable(backlog.takeOut(ticket));
    end(ticket, why);
  }

  /// Rejects calls that cannot be granted in time any more.
  ///
  /// @param tickets calls of one group
  void miss(List<Ticket> tickets, long now) {
    tickets.forEach(ticket -> backlog.groupOf(ticket).route.entryThreshold().late());
    shed(tickets, now);
  }

  /// Rejects calls in favour of those behind them. The retry hint of each is when a call like it
  /// would be granted once all of them have left; of very many, the most similar calls of a tenant
  /// get one hint.
  ///
  /// @param tickets calls of one group
  void shed(List<Ticket> tickets, long now) {
    if (!tickets.isEmpty()) {
      ContentionGroup group = backlog.groupOf(tickets.getFirst());
      Failed reason = group.reason;
      tickets.forEach(backlog::takeOut);
      backlog.markRunnable(group);
      int most = Math.ceilDiv(tickets.size(), AT_ONCE);
      List<Ticket> left = most == 1 ? tickets : tickets.stream().sorted(this::compare).toList();
      for (int from = 0; from < left.size(); ) {
        int to = alikeFrom(from, left, Math.min(left.size(), from + most));
        end(left.subList(from, to), group, reason, now);
        from = to;
      }
    }
  }

  /// Orders calls so that similar ones are neighbours: critical calls first, then by tenant, then
  /// by the offset that a call like each would get.
  private int compare(Ticket a, Ticket b) {
    if (a.isCritical() != b.isCritical()) {
      return a.isCritical() ? -1 : 1;
    }
    int byTenant = a.tenant.name().compareTo(b.tenant.name());
    return byTenant != 0 ? byTenant : Long.compare(forecast.offset(a), forecast.offset(b));
  }

  /// Returns the index, at most `most`, up to which the calls from `from` on are of one tenant, and
  /// all critical or all not.
  private static int alikeFrom(int from, List<Ticket> left, int most) {
    Ticket first = left.get(from);
    int to = from + 1;
    while (to < most
        && left.get(to).isCritical() == first.isCritical()
        && left.get(to).tenant == first.tenant) {
      to++;
    }
    return to;
  }

  /// Rejects calls with one retry hint, which is right for the last of them.
  private void end(
      List<Ticket> together, ContentionGroup group, @Nullable Failed reason, long now) {
    double wait = forecast.again(together.getLast(), group, now);
    for (Ticket ticket : together) {
      end(ticket, Rejections.late(ticket, reason, wait));
    }
  }

  /// Rejects a call because more calls wait than may.
  void displace(Ticket ticket, long now) {
    ContentionGroup group = backlog.takeOut(ticket);
    backlog.markRunnable(group);
    end(ticket, Rejections.full(forecast.again(ticket, group, now)));
  }

  /// Promotes a call whose time runs out: it goes before all calls that are not so late.
  void promote(Ticket ticket, long now) {
    ticket.promoted = true;
    long key = PriorityKey.promoted(ticket.latest, ticket.maxWait, now);
    backlog.groupOf(ticket).reorder(ticket, key);
  }

  private void end(Ticket ticket, Failed why) {
    ticket.refuse(why);
    notifyDecided(ticket);
  }

  private void notifyDecided(Ticket ticket) {
    if (ticket != entering) {
      decided.accept(ticket);
    }
  }
}

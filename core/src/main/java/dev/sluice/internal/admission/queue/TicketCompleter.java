package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Target;
import dev.sluice.internal.admission.queue.order.PriorityKey;
import dev.sluice.internal.admission.queue.share.CriticalShare;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.admission.queue.share.Tenants;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How calls that wait leave the queue: with a grant, or with a refusal.
final class TicketCompleter {
  private final Backlog backlog;
  private final Tenants tenants;
  private final CriticalShare share;
  private final Forecast forecast;
  private final Consumer<Ticket> decided;

  /// The one that is just being put in: its caller sees what becomes of it.
  private @Nullable Ticket entering;

  /// @param decided told of each call that leaves, but for the one that is just being put in
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
    Tenant tenant = ticket.tenantQueue().tenant;
    backlog.takeOut(ticket);
    RouteQueue line = ticket.line;
    line.entryThreshold().granted(ticket.waited(now), line.maxWait());
    var grant = new Grant(ticket.call, target, now);
    tenants.serve(tenant, ticket.cost.input(), ticket.cost.output());
    grant.charge(tenant, ticket.cost);
    if (backlog.size() > 0) {
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
    tickets.forEach(ticket -> ticket.line.entryThreshold().late());
    shed(tickets, now);
  }

  /// They give way to those behind them, and are told when a call like theirs would be granted once
  /// all of them have left; of very many, those of a tenant that are most alike are told the same.
  ///
  /// @param tickets those of one lane
  void shed(List<Ticket> tickets, long now) {
    if (!tickets.isEmpty()) {
      ContentionGroup group = tickets.getFirst().tenantQueue().group;
      Failed reason = group.reason;
      tickets.forEach(backlog::takeOut);
      backlog.touch(group);
      int most = Math.ceilDiv(tickets.size(), Dispatcher.AT_ONCE);
      List<Ticket> left = most == 1 ? tickets : tickets.stream().sorted(this::compare).toList();
      for (int from = 0; from < left.size(); ) {
        int to = alikeFrom(from, left, Math.min(left.size(), from + most));
        end(left.subList(from, to), reason, now);
        from = to;
      }
    }
  }

  /// Critical calls first; by whose they are, and by how far one like them would be put back.
  private int compare(Ticket a, Ticket b) {
    if (a.isCritical() != b.isCritical()) {
      return a.isCritical() ? -1 : 1;
    }
    int byTenant = a.tenantQueue().tenant.name().compareTo(b.tenantQueue().tenant.name());
    return byTenant != 0 ? byTenant : Long.compare(forecast.offset(a), forecast.offset(b));
  }

  /// Up to where, at most `most`, they are of one kind and one tenant.
  private static int alikeFrom(int from, List<Ticket> left, int most) {
    Ticket first = left.get(from);
    int to = from + 1;
    while (to < most
        && left.get(to).isCritical() == first.isCritical()
        && left.get(to).tenantQueue().tenant == first.tenantQueue().tenant) {
      to++;
    }
    return to;
  }

  /// They are told the same, what is true of the last.
  private void end(List<Ticket> together, @Nullable Failed reason, long now) {
    double wait = forecast.again(together.getLast(), now);
    for (Ticket ticket : together) {
      end(ticket, Rejections.late(ticket, reason, wait));
    }
  }

  /// More wait than may.
  void displace(Ticket ticket, long now) {
    leave(ticket);
    end(ticket, Rejections.full(forecast.again(ticket, now)));
  }

  /// Its time runs out: it is put in front.
  void hurry(Ticket ticket, long now) {
    TenantQueue queue = ticket.tenantQueue();
    ticket.hurried = true;
    queue.remove(ticket);
    ticket.place = PriorityKey.hurried(ticket.latest, ticket.line.maxWait(), now);
    queue.add(ticket);
    queue.group.dirty = true;
  }

  private void leave(Ticket ticket) {
    backlog.touch(backlog.takeOut(ticket));
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

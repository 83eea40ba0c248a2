package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.internal.admission.queue.Opening.Shut;
import dev.sluice.stats.WaitingGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The grouping of waiting calls by tenant and band. Under the queue's lock.
final class WaitingGroups {
  /// How many calls are looked at, since the lock is held meanwhile.
  private static final int LOOKED_AT = 2_000;

  private WaitingGroups() {}

  private record Key(Band band, String tenant, String subtenant) {}

  /// Groups `tickets`, which stand in the order in which they came.
  static List<WaitingGroup> of(Stream<Ticket> tickets, long now) {
    Map<Key, List<Ticket>> groups = new LinkedHashMap<>();
    tickets.limit(LOOKED_AT).forEach(ticket -> add(groups, ticket));
    return groups.values().stream().map(group -> of(group, now)).toList();
  }

  private static void add(Map<Key, List<Ticket>> groups, Ticket ticket) {
    SchedulingHints hints = ticket.call.hints();
    var key = new Key(ticket.band, hints.tenant(), hints.subtenant());
    if (groups.size() < DemandPool.APART || groups.containsKey(key)) {
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(ticket);
    }
  }

  private static WaitingGroup of(List<Ticket> tickets, long now) {
    Ticket first = tickets.getFirst();
    double tokens = tickets.stream().mapToDouble(ticket -> ticket.cost.tokens()).sum();
    return new WaitingGroup(
        first.call.hints(),
        first.call.model(),
        tickets.size(),
        tokens,
        first.waited(now),
        first.predicted(),
        closed(first, now));
  }

  private static Optional<Gate.Closed> closed(Ticket ticket, long now) {
    return GateEvaluator.ask(ticket.order, ticket.call, now) instanceof Shut shut
        ? Optional.of(shut.by())
        : Optional.empty();
  }
}

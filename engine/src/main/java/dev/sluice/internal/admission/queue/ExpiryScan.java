package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.internal.stats.Seconds;
import java.util.ArrayList;
import java.util.List;

/// The scan of the waiting calls, four times a second. A call with the last quarter of its wait
/// left is promoted in front of calls that have more: it was accepted, and only later arrivals
/// delay it. A call whose time is up is rejected, and so is a call that cannot be granted in time
/// any more even without further arrivals: an early rejection is better, and no call waits behind
/// it in vain.
final class ExpiryScan {
  private final Backlog backlog;
  private final TicketCompleter completer;
  private final List<Ticket> missing = new ArrayList<>();
  private final List<Ticket> late = new ArrayList<>();
  private long due;

  ExpiryScan(Backlog backlog, TicketCompleter completer) {
    this.backlog = backlog;
    this.completer = completer;
  }

  long due() {
    return due;
  }

  void begin(long now) {
    due = now + ArrivalRates.STEP;
  }

  void run(long now) {
    begin(now);
    for (int i = 0; i < backlog.groups().size(); i++) {
      scan(backlog.groups().get(i), now);
      completer.miss(missing, now);
      missing.clear();
      late.forEach(ticket -> completer.promote(ticket, now));
      late.clear();
    }
  }

  private void scan(ContentionGroup group, long now) {
    boolean byCalls = group.lacksCapacity();
    double pace = pace(group, byCalls, now);
    double ahead = 0;
    try (var cursor = group.new Cursor()) {
      for (Ticket next = cursor.next(Long.MAX_VALUE);
          next != null;
          next = cursor.next(Long.MAX_VALUE)) {
        double left = Seconds.of(next.latest - now);
        // The forecast may be wrong by twice: those in front may go too.
        if (left <= 0 || ahead * pace > 2 * left + 1) {
          missing.add(next);
        } else {
          ahead += byCalls ? 1 : next.cost.tokens();
          if (next.isLate(now)) {
            late.add(next);
          }
        }
        cursor.pass();
      }
    }
  }

  /// Returns how long one call of the group takes, or one token, in seconds.
  private static double pace(ContentionGroup group, boolean byCalls, long now) {
    Ticket any = group.first(Long.MAX_VALUE);
    if (any == null) {
      return 0;
    }
    var demand = new Demand();
    group.queues().forEach(queue -> demand.add(queue.demand.waits(), 1));
    QueuedDemand ahead = demand.ahead();
    double all = byCalls ? ahead.calls() : demand.tokens();
    return all <= 0 ? 0 : GateEvaluator.secondsUntilOpen(any.order, any.call, ahead, now) / all;
  }
}

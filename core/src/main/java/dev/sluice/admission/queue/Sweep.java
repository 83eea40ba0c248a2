package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Sum;
import dev.sluice.call.Ahead;
import java.util.ArrayList;
import java.util.List;

/// Goes through those who wait four times a second. Who has the last quarter of its wait left goes
/// before those who have more: it was let in, and only what has come since keeps it. Whose time is
/// up is refused, and so is who cannot be granted in time any more even if nobody else comes: the
/// sooner they know the better, and nobody stands behind them in vain.
final class Sweep {
  private static final long EACH = 250_000_000;

  /// By how many times the forecast may be wrong before it ends a wait: those in front may go too.
  private static final double DOUBT = 2;

  private final Hall hall;
  private final Departures departures;
  private final List<Ticket> missing = new ArrayList<>();
  private final List<Ticket> late = new ArrayList<>();
  private long due;

  Sweep(Hall hall, Departures departures) {
    this.hall = hall;
    this.departures = departures;
  }

  long due() {
    return due;
  }

  void begin(long now) {
    due = now + EACH;
  }

  void run(long now) {
    due = now + EACH;
    List<Lane> lanes = hall.lanes();
    for (int i = 0; i < lanes.size(); i++) {
      sweep(lanes.get(i), now);
    }
  }

  private void sweep(Lane lane, long now) {
    boolean byCalls = lane.lacksCapacity();
    double pace = pace(lane, byCalls, now);
    double ahead = 0;
    lane.rewind();
    for (Ticket next = lane.next(Long.MAX_VALUE); next != null; next = lane.next(Long.MAX_VALUE)) {
      double left = (next.latest - now) / 1e9;
      if (left <= 0 || ahead * pace > DOUBT * left + 1) {
        missing.add(next);
      } else {
        ahead += weight(next, byCalls);
        if (next.isLate(now)) {
          late.add(next);
        }
      }
      next.shelf().pass(next);
    }
    departures.miss(missing, now);
    missing.clear();
    for (Ticket ticket : late) {
      departures.hurry(ticket, now);
    }
    late.clear();
  }

  /// How long one of those in the lane takes, or one token of them, in seconds.
  private static double pace(Lane lane, boolean byCalls, long now) {
    lane.rewind();
    Ticket any = lane.next(Long.MAX_VALUE);
    if (any == null) {
      return 0;
    }
    var sum = new Sum();
    lane.shelves().all().forEach(shelf -> sum.add(shelf.waits(), 1));
    Ahead ahead = sum.ahead();
    double all = byCalls ? ahead.calls() : sum.tokens();
    return all <= 0 ? 0 : Doors.opens(any.order, any.call, ahead, now) / all;
  }

  private static double weight(Ticket ticket, boolean byCalls) {
    return byCalls ? 1 : ticket.cost.tokens();
  }
}

package dev.sluice.admission.queue;

import dev.sluice.admission.queue.share.CriticalShare;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets those go that can, in their order.
///
/// Where the next one does not fit, up to eight that need less may pass it, so that what is left
/// over is used; nobody passes a critical one that comes first.
final class Pump {
  /// How many may pass one that does not fit, and how many are looked at for that.
  private static final int BACKFILL = 8;

  /// Those who can go are woken; so many at once, or they starve the sockets.
  private static final int AT_ONCE = 64;

  private static final long PAUSE = 2_000_000;

  /// Refills are not worth a wake-up each when they are closer together than this.
  private static final long LEAST_SLEEP = 1_000_000;

  private final Hall hall;
  private final Doors doors;
  private final CriticalShare share;
  private final Departures departures;

  /// Those that go first but do not fit.
  private final List<Ticket> blocked = new ArrayList<>();

  private int left;

  Pump(Hall hall, Doors doors, CriticalShare share, Departures departures) {
    this.hall = hall;
    this.doors = doors;
    this.share = share;
    this.departures = departures;
  }

  /// Serves those for which it is worth.
  void run(long now) {
    hall.rouse(now);
    blocked.clear();
    left = AT_ONCE;
    List<Lane> lanes = hall.lanes();
    if (lanes.size() > 1) {
      sort(lanes, share.strictTo());
    }
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.dirty || lane.wake <= now) {
        serve(lane, now);
      }
    }
    hall.tidy();
  }

  /// Who has the best claim is asked first. Lanes that lead to the same targets are asked together.
  private static void sort(List<Lane> lanes, long strict) {
    for (Lane lane : lanes) {
      lane.rewind();
      lane.front = lane.next(strict);
    }
    lanes.sort((a, b) -> compare(a.front, b.front, strict));
  }

  private static int compare(@Nullable Ticket a, @Nullable Ticket b, long strict) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return Lane.isBefore(a, b, strict) ? -1 : Lane.isBefore(b, a, strict) ? 1 : 0;
  }

  private void serve(Lane lane, long now) {
    lane.dirty = false;
    lane.wake = Long.MAX_VALUE;
    lane.blocked = Double.POSITIVE_INFINITY;
    lane.rewind();
    int looked = 0;
    for (Ticket next = lane.next(share.strictTo());
        next != null && looked <= BACKFILL && mayPass(next);
        next = lane.next(share.strictTo())) {
      if (left == 0) {
        lane.wake = now + PAUSE;
        return;
      }
      if (next.latest - now <= 0) {
        left--;
        departures.miss(List.of(next), now);
        continue;
      }
      if (next.cost.held() >= lane.blocked) {
        next.shelf().pass(next);
        looked++;
        continue;
      }
      Target open = doors.open(next.order, next.call, now);
      if (open != null) {
        go(lane, next, open, now);
      } else if (!doors.waits()) {
        left--;
        departures.refuse(next, doors.why().why());
      } else if (stop(lane, next, doors.why(), now)) {
        return;
      } else {
        looked++;
      }
    }
  }

  private void go(Lane lane, Ticket next, Target open, long now) {
    left--;
    if (lane.lacksCapacity() && lane.codel(next.band).refuses(next.waited(now), now)) {
      departures.shed(List.of(next), now);
      return;
    }
    for (int i = 0; i < blocked.size(); i++) {
      Ticket passed = blocked.get(i);
      if (lane.contends(passed.shelf().lane)) {
        passed.passed++;
      }
    }
    departures.grant(next, open, now);
  }

  /// The next one does not fit.
  ///
  /// @return whether nobody else of its lane can
  private boolean stop(Lane lane, Ticket next, Gate.Closed why, long now) {
    lane.reason = why.why();
    long until = Math.max(why.until(), now + LEAST_SLEEP);
    lane.wake = Math.min(lane.wake, until);
    blocked.add(next);
    if (!lane.mixed) {
      lane.blocked = Math.min(lane.blocked, next.cost.held());
    }
    next.shelf().pass(next);
    return isFirst(next) || !lacksTokens(why.why());
  }

  private boolean mayPass(Ticket ticket) {
    for (int i = 0; i < blocked.size(); i++) {
      Ticket passed = blocked.get(i);
      boolean firm = passed.passed >= BACKFILL || isFirst(passed);
      if (firm && ticket.shelf().lane.contends(passed.shelf().lane)) {
        return false;
      }
    }
    return true;
  }

  /// Whether it is a critical call that comes before all others.
  private boolean isFirst(Ticket ticket) {
    return ticket.isCritical() && Lane.turn(ticket) <= share.strictTo();
  }

  /// Only of tokens one call needs less than another.
  private static boolean lacksTokens(Failed why) {
    return why instanceof Failed.Throttled t && t.dimension() == Failed.Dimension.TOKENS;
  }
}

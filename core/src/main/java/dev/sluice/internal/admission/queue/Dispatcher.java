package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.internal.admission.queue.share.CriticalShare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets those go that can, in their order.
///
/// Where the next one does not fit, up to eight that need less may pass it, so that what is left
/// over is used; nobody passes a critical one that comes first.
final class Dispatcher {
  /// How many may pass one that does not fit, and how many are looked at for that.
  private static final int BACKFILL = 8;

  /// The most calls granted at once: more woken threads would starve the sockets.
  static final int AT_ONCE = 64;

  /// Refills are not worth a wake-up each when they are closer together than this.
  private static final long LEAST_SLEEP = 1_000_000;

  private final Backlog backlog;
  private final CriticalShare share;
  private final TicketCompleter completer;

  /// Those that go first but do not fit.
  private final List<Ticket> blocked = new ArrayList<>();

  private int left;

  Dispatcher(Backlog backlog, CriticalShare share, TicketCompleter completer) {
    this.backlog = backlog;
    this.share = share;
    this.completer = completer;
  }

  /// Serves those for which it is worth.
  void run(long now) {
    backlog.rouse(now);
    blocked.clear();
    left = AT_ONCE;
    List<ContentionGroup> lanes = backlog.lanes();
    if (lanes.size() > 1) {
      sort(lanes, share.strictTo());
    }
    for (int i = 0; i < lanes.size(); i++) {
      ContentionGroup group = lanes.get(i);
      if (group.dirty || group.wake <= now) {
        serve(group, now);
      }
    }
    backlog.tidy();
  }

  /// Sorts the groups by their first calls, best priority first.
  private static void sort(List<ContentionGroup> lanes, long strict) {
    for (ContentionGroup group : lanes) {
      group.front = group.first(strict);
    }
    lanes.sort((a, b) -> compare(a.front, b.front, strict));
  }

  private static int compare(@Nullable Ticket a, @Nullable Ticket b, long strict) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return ContentionGroup.isBefore(a, b, strict)
        ? -1
        : ContentionGroup.isBefore(b, a, strict) ? 1 : 0;
  }

  private void serve(ContentionGroup group, long now) {
    group.dirty = false;
    group.wake = Long.MAX_VALUE;
    group.blocked = Double.POSITIVE_INFINITY;
    try (var cursor = new TicketCursor(group)) {
      serve(group, cursor, now);
    }
  }

  private void serve(ContentionGroup group, TicketCursor cursor, long now) {
    int looked = 0;
    for (Ticket next = cursor.next(share.strictTo());
        next != null && looked <= BACKFILL && mayPass(next);
        next = cursor.next(share.strictTo())) {
      if (left == 0) {
        group.wake = now + 2 * LEAST_SLEEP;
        return;
      }
      if (next.latest - now <= 0) {
        left--;
        completer.miss(List.of(next), now);
        continue;
      }
      if (next.cost.held() >= group.blocked) {
        cursor.pass(next);
        looked++;
        continue;
      }
      switch (GateEvaluator.ask(next.order, next.call, now)) {
        case Opening.Open(Target target) -> go(group, next, target, now);
        case Opening.Shut(Gate.Closed by, boolean waitable) when waitable -> {
          if (stop(group, next, by, now)) {
            return;
          }
          cursor.pass(next);
          looked++;
        }
        case Opening.Shut(Gate.Closed by, _) -> {
          left--;
          completer.refuse(next, by.why());
        }
      }
    }
  }

  private void go(ContentionGroup group, Ticket next, Target open, long now) {
    left--;
    if (group.lacksCapacity() && group.codel(next.band).refuses(next.waited(now), now)) {
      completer.shed(List.of(next), now);
      return;
    }
    for (int i = 0; i < blocked.size(); i++) {
      Ticket passed = blocked.get(i);
      if (group.contends(passed.tenantQueue().group)) {
        passed.passed++;
      }
    }
    completer.grant(next, open, now);
  }

  /// The next one does not fit.
  ///
  /// @return whether nobody else of its lane can
  private boolean stop(ContentionGroup group, Ticket next, Gate.Closed why, long now) {
    group.reason = why.why();
    long until = Math.max(why.until(), now + LEAST_SLEEP);
    group.wake = Math.min(group.wake, until);
    blocked.add(next);
    if (!group.mixed) {
      group.blocked = Math.min(group.blocked, next.cost.held());
    }
    return isFirst(next) || !lacksTokens(why.why());
  }

  private boolean mayPass(Ticket ticket) {
    for (int i = 0; i < blocked.size(); i++) {
      Ticket passed = blocked.get(i);
      boolean firm = passed.passed >= BACKFILL || isFirst(passed);
      if (firm && ticket.tenantQueue().group.contends(passed.tenantQueue().group)) {
        return false;
      }
    }
    return true;
  }

  /// Whether it is a critical call that comes before all others.
  private boolean isFirst(Ticket ticket) {
    return ticket.isCritical() && ContentionGroup.turn(ticket) <= share.strictTo();
  }

  /// Only of tokens one call needs less than another.
  private static boolean lacksTokens(Failed why) {
    return why instanceof Failed.Throttled t && t.dimension() == Failed.Dimension.TOKENS;
  }
}

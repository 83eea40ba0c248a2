package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dispatcher of a queue: grants every waiting call that fits, in priority order.
///
/// Where the next call does not fit, up to eight that need less may pass it, so that what is left
/// over is used; no call passes a critical one that goes first. A call that its own model's source
/// keeps from going takes nothing from others, so any number pass it.
final class Dispatcher {
  /// How many calls may pass one that does not fit, and how many are looked at for that.
  private static final int BACKFILL = 8;

  /// Refills are not worth a wake-up each when they are closer together than this.
  private static final long LEAST_SLEEP = 1_000_000;

  private final Backlog backlog;
  private final CriticalShare share;
  private final TicketCompleter completer;

  /// The calls that go first but do not fit.
  private final List<Blocked> blocked = new ArrayList<>();

  private int left;

  private record Blocked(Ticket ticket, ContentionGroup group) {}

  Dispatcher(Backlog backlog, CriticalShare share, TicketCompleter completer) {
    this.backlog = backlog;
    this.share = share;
    this.completer = completer;
  }

  /// Serves the groups that are runnable or due.
  void run(long now) {
    backlog.markDue(now);
    blocked.clear();
    left = TicketCompleter.AT_ONCE;
    List<ContentionGroup> groups = backlog.groups();
    if (groups.size() > 1) {
      sort(groups, share.strictTo());
    }
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).runnable) {
        serve(groups.get(i), now);
      }
    }
    backlog.tidy();
  }

  /// Sorts the groups by their first calls, best priority first.
  private static void sort(List<ContentionGroup> groups, long strict) {
    for (ContentionGroup group : groups) {
      group.front = group.first(strict);
    }
    groups.sort((a, b) -> compare(a.front, b.front, strict));
  }

  private static int compare(@Nullable Ticket a, @Nullable Ticket b, long strict) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return Boolean.compare(b.isBefore(a, strict), a.isBefore(b, strict));
  }

  private void serve(ContentionGroup group, long now) {
    group.ask();
    try (var cursor = group.new Cursor()) {
      serve(group, cursor, now);
    }
  }

  private void serve(ContentionGroup group, ContentionGroup.Cursor cursor, long now) {
    int looked = 0;
    for (Ticket next = cursor.next(share.strictTo());
        next != null && looked <= BACKFILL && mayPass(group);
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
        cursor.pass();
        looked++;
        continue;
      }
      switch (GateEvaluator.ask(next.order, next.call, now)) {
        case Opening.Open(Target target) -> grant(group, next, target, now);
        case Opening.Shut(Gate.Closed by, boolean waitable) when waitable -> {
          if (block(group, next, by, now)) {
            return;
          }
          cursor.pass();
          looked += by.ofModel() ? 0 : 1;
        }
        case Opening.Shut(Gate.Closed by, _) -> {
          left--;
          completer.refuse(next, by.why());
        }
      }
    }
  }

  private void grant(ContentionGroup group, Ticket next, Target open, long now) {
    left--;
    if (group.lacksCapacity() && group.codel(next.band).refuses(next.waited(now), now)) {
      completer.shed(List.of(next), now);
      return;
    }
    for (int i = 0; i < blocked.size(); i++) {
      if (group.contends(blocked.get(i).group())) {
        blocked.get(i).ticket().passed++;
      }
    }
    completer.grant(next, open, now);
  }

  /// Notes that the next call of a group does not fit.
  ///
  /// @return whether no other call of the group can fit either
  private boolean block(ContentionGroup group, Ticket next, Gate.Closed why, long now) {
    group.keep(why, Math.max(why.until(), now + LEAST_SLEEP));
    if (why.ofModel()) {
      return group.isOfOneModel();
    }
    blocked.add(new Blocked(next, group));
    if (!group.mixed) {
      group.blocked = Math.min(group.blocked, next.cost.held());
    }
    return next.isFirst(share.strictTo()) || !lacksTokens(why.why());
  }

  /// Whether calls of `group` may pass those that do not fit.
  private boolean mayPass(ContentionGroup group) {
    for (int i = 0; i < blocked.size(); i++) {
      Ticket first = blocked.get(i).ticket();
      boolean firm = first.passed >= BACKFILL || first.isFirst(share.strictTo());
      if (firm && group.contends(blocked.get(i).group())) {
        return false;
      }
    }
    return true;
  }

  /// Whether a call lacks tokens: of these alone one call needs fewer than another.
  private static boolean lacksTokens(Failed why) {
    return why instanceof Failed.Throttled t && t.dimension() == Failed.Dimension.TOKENS;
  }
}

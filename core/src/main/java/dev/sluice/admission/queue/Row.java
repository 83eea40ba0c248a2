package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Calendar;
import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.order.Sum;
import dev.sluice.admission.queue.share.Tenant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Those of a shelf that are critical, or those that are not, by their places; and the next of them
/// to go, by which rows are compared.
final class Row extends Heap.Member implements Tenant.Follower {
  /// Of the least-served tenants the one whose call stands first; of equals the one that has waited
  /// longest.
  static final Comparator<Row> ORDER = Row::compare;

  final Shelf shelf;

  private final Heap<Row> rows;

  /// What all of them are expected to take.
  private final Sum sum = new Sum();

  private @Nullable Calendar<Ticket> calendar;

  /// Null while it is at the end.
  private @Nullable Ticket next;

  /// Which of its lane it was when its first call came.
  private long number;

  /// Whether it may look again from the front on.
  private boolean astray;

  /// @param rows those to be compared with, in which it is while it has a next one
  Row(Shelf shelf, Heap<Row> rows) {
    this.shelf = shelf;
    this.rows = rows;
  }

  int size() {
    return calendar == null ? 0 : calendar.size();
  }

  @Nullable Ticket next() {
    return next;
  }

  void add(Ticket ticket) {
    if (calendar == null) {
      calendar = shelf.lane.line.calendar();
      number = shelf.lane.number();
      shelf.tenant.follow(this);
    }
    calendar.add(ticket);
    sum.add(ticket.cost);
    stray();
  }

  void remove(Ticket ticket) {
    if (calendar == null) {
      throw new IllegalStateException("the call does not wait here");
    }
    if (ticket == next) {
      step(calendar.behind(ticket));
    }
    calendar.remove(ticket);
    sum.subtract(ticket.cost);
    if (calendar.size() == 0) {
      shelf.lane.line.giveBack(calendar);
      shelf.tenant.unfollow(this);
      calendar = null;
    }
  }

  /// Looks behind `ticket`, if that is the next.
  void pass(Ticket ticket) {
    if (ticket == next && calendar != null) {
      step(calendar.behind(ticket));
      stray();
    }
  }

  /// Looks from the front on.
  void rewind() {
    astray = false;
    step(calendar == null ? null : calendar.head());
  }

  @Override
  public void turned() {
    if (next != null) {
      rows.put(this);
    }
  }

  /// Adds to `into` what stands in front of `place`.
  void before(long place, Sum into) {
    if (calendar != null) {
      calendar.before(place, into);
    }
  }

  /// Adds everything to `into`.
  void all(Sum into) {
    into.add(sum, 1);
  }

  private void step(@Nullable Ticket to) {
    next = to;
    if (to == null) {
      rows.remove(this);
    } else {
      rows.put(this);
    }
  }

  private void stray() {
    if (!astray) {
      astray = true;
      shelf.lane.strayed(this);
    }
  }

  private static int compare(Row a, Row b) {
    int byTurn = Long.compare(a.shelf.tenant.turn(), b.shelf.tenant.turn());
    if (byTurn != 0 || a.next == null || b.next == null) {
      return byTurn;
    }
    int byPlace = Long.signum(a.next.place - b.next.place);
    return byPlace != 0 ? byPlace : Long.compare(a.number, b.number);
  }
}

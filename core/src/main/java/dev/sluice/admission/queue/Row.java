package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Calendar;
import dev.sluice.admission.queue.order.Heap;
import dev.sluice.admission.queue.order.Sum;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Those of a shelf that are critical, or those that are not, by their places; and the next of them
/// to go, by which rows are compared.
final class Row extends Heap.Member {
  /// Of the least-served tenants the one whose call stands first; of equals the one that has waited
  /// longest.
  static final Comparator<Row> ORDER = Row::compare;

  final Shelf shelf;

  private final Heap<Row> rows;

  private @Nullable Calendar<Ticket> calendar;

  /// Null while it is at the end.
  private @Nullable Ticket next;

  /// Where that one stands, and in which turn its tenant is; beside the row, since rows are
  /// compared all the time.
  private long place;

  private long turn;

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
    }
    calendar.add(ticket);
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
    if (calendar.size() == 0) {
      shelf.lane.line.giveBack(calendar);
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

  /// Its tenant is in another turn.
  void turned() {
    step(next);
  }

  /// Adds to `into` what stands in front of `place`.
  void before(long place, Sum into) {
    if (calendar != null) {
      calendar.before(place, into);
    }
  }

  private void step(@Nullable Ticket to) {
    next = to;
    if (to == null) {
      rows.remove(this);
    } else {
      place = to.place;
      turn = shelf.tenant.turn();
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
    if (a.turn != b.turn) {
      return a.turn < b.turn ? -1 : 1;
    }
    return a.place != b.place ? Long.signum(a.place - b.place) : Long.compare(a.number, b.number);
  }
}

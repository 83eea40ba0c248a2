package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.CalendarQueue;
import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.order.IndexedHeap;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Those of a tenant that are critical, or those that are not, by their places; and the next of
/// them to go, by which rows are compared.
final class QueueRow extends IndexedHeap.Member {
  /// Of the least-served tenants the one whose call stands first; of equals the one that has waited
  /// longest.
  static final Comparator<QueueRow> ORDER = QueueRow::compare;

  final TenantQueue queue;

  private final IndexedHeap<QueueRow> rows;

  private @Nullable CalendarQueue<Ticket> calendarQueue;

  /// Null while it is at the end.
  private @Nullable Ticket next;

  /// Where that one stands, and in which turn its tenant is; beside the row, since rows are
  /// compared all the time.
  private long place;

  private long turn;

  /// Which of its lane it was when its first call came.
  private long number;

  /// Whether a cursor has passed the front.
  private boolean passed;

  /// @param rows those to be compared with, in which it is while it has a next one
  QueueRow(TenantQueue queue, IndexedHeap<QueueRow> rows) {
    this.queue = queue;
    this.rows = rows;
  }

  int size() {
    return calendarQueue == null ? 0 : calendarQueue.size();
  }

  @Nullable Ticket next() {
    return next;
  }

  void add(Ticket ticket) {
    if (calendarQueue == null) {
      calendarQueue = queue.group.line.calendar();
      number = queue.group.number();
    }
    calendarQueue.add(ticket);
    rewind();
  }

  void remove(Ticket ticket) {
    if (calendarQueue == null) {
      throw new IllegalStateException("the call does not wait here");
    }
    if (ticket == next) {
      step(calendarQueue.behind(ticket));
    }
    calendarQueue.remove(ticket);
    if (calendarQueue.size() == 0) {
      queue.group.line.giveBack(calendarQueue);
      calendarQueue = null;
    }
  }

  /// Looks behind `ticket`, which is the next.
  ///
  /// @return whether it has looked at the front before
  boolean pass(Ticket ticket) {
    step(calendarQueue == null ? null : calendarQueue.behind(ticket));
    boolean first = !passed;
    passed = true;
    return first;
  }

  /// Looks from the front on.
  void rewind() {
    passed = false;
    step(calendarQueue == null ? null : calendarQueue.head());
  }

  /// Its tenant is in another turn.
  void turned() {
    step(next);
  }

  /// Adds to `into` what stands in front of `place`.
  void before(long place, Demand into) {
    if (calendarQueue != null) {
      calendarQueue.before(place, into);
    }
  }

  private void step(@Nullable Ticket to) {
    next = to;
    if (to == null) {
      rows.remove(this);
    } else {
      place = to.place;
      turn = queue.tenant.turn();
      rows.put(this);
    }
  }

  private static int compare(QueueRow a, QueueRow b) {
    if (a.turn != b.turn) {
      return a.turn < b.turn ? -1 : 1;
    }
    return a.place != b.place ? Long.signum(a.place - b.place) : Long.compare(a.number, b.number);
  }
}

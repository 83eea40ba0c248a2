package dev.sluice.internal.admission.queue;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.order.IndexedHeap;
import dev.sluice.internal.admission.queue.traffic.CoDel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of a line that wait for the same things, and so for each other.
final class ContentionGroup {
  final RouteQueue line;

  /// Whether they may be of different models, and so wait for different things after all.
  final boolean mixed;

  private final List<Object> sources;

  /// Where its calls wait, by who goes first.
  private final IndexedHeap<QueueRow> criticals = new IndexedHeap<>(QueueRow.ORDER);

  private final IndexedHeap<QueueRow> others = new IndexedHeap<>(QueueRow.ORDER);

  private final TenantQueues queues = new TenantQueues(this, criticals, others);

  private final CoDel[] codels = new CoDel[Band.COUNT];
  private int size;
  private long rows;

  /// When asking for its next call again is useful.
  long wake = Long.MAX_VALUE;

  /// Whether it is worth now.
  boolean dirty;

  /// What one of them was kept from going by last; nothing once nobody waits.
  @Nullable Failed reason;

  /// What the smallest one needs that was found not to fit.
  double blocked = Double.POSITIVE_INFINITY;

  /// The one that is to go first, while lanes are compared.
  @Nullable Ticket front;

  /// @param mixed see [#mixed]
  /// @param sources what its calls take from
  ContentionGroup(RouteQueue line, boolean mixed, List<Object> sources) {
    this.line = line;
    this.mixed = mixed;
    this.sources = sources;
    for (int i = 0; i < codels.length; i++) {
      codels[i] = new CoDel(line.maxWait());
    }
  }

  int size() {
    return size;
  }

  TenantQueues tenantQueues() {
    return queues;
  }

  void add(Ticket ticket, TenantQueue queue) {
    queue.add(ticket);
    size++;
  }

  void remove(Ticket ticket, TenantQueue queue) {
    queue.remove(ticket);
    size--;
    if (size == 0) {
      reason = null;
    }
  }

  /// A number for a new row.
  long number() {
    return rows++;
  }

  /// The first one to go: of the least-served tenants the one that stands first.
  ///
  /// @param strict up to which turn of their tenants critical calls come first in any case
  @Nullable Ticket first(long strict) {
    Ticket critical = first(criticals);
    Ticket other = first(others);
    if (critical == null || other == null) {
      return critical == null ? other : critical;
    }
    return isBefore(other, critical, strict) ? other : critical;
  }

  private static @Nullable Ticket first(IndexedHeap<QueueRow> rows) {
    QueueRow first = rows.first();
    return first == null ? null : first.next();
  }

  static boolean isBefore(Ticket a, Ticket b, long strict) {
    long turn = turn(a);
    long other = turn(b);
    boolean first = a.isCritical() && turn <= strict;
    if (first != (b.isCritical() && other <= strict)) {
      return first;
    }
    return turn == other ? a.place - b.place < 0 : turn < other;
  }

  static long turn(Ticket ticket) {
    return ticket.tenantQueue().tenant.turn();
  }

  /// Whether calls of the other lane may take what those of this one wait for. Of a lane that is
  /// mixed that is not known, so it is assumed.
  boolean contends(ContentionGroup other) {
    return other == this || mixed || other.mixed || takesFrom(other.sources);
  }

  boolean takesFrom(List<Object> any) {
    for (int i = 0; i < any.size(); i++) {
      if (sources.contains(any.get(i))) {
        return true;
      }
    }
    return mixed;
  }

  /// Whether what is short is capacity, not quota.
  boolean lacksCapacity() {
    return reason instanceof Failed.Overloaded;
  }

  CoDel codel(Band band) {
    return codels[band.rank()];
  }
}

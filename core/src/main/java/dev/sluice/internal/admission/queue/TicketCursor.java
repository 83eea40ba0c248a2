package dev.sluice.internal.admission.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Iterator over the calls of a contention group, in the order in which they go. A call that is
/// passed keeps its place; a call that leaves the queue is passed by that. Meanwhile calls may be
/// taken out of the group, but none put in, and there is no second cursor.
final class TicketCursor implements AutoCloseable {
  private final ContentionGroup group;
  private final List<QueueRow> passed = new ArrayList<>();

  TicketCursor(ContentionGroup group) {
    this.group = group;
  }

  /// The first call that is not passed; null at the end.
  ///
  /// @param strict up to which turn of their tenants critical calls come first in any case
  @Nullable Ticket next(long strict) {
    return group.first(strict);
  }

  /// Looks behind `ticket`, which is the next.
  void pass(Ticket ticket) {
    QueueRow row = ticket.tenantQueue().row(ticket);
    if (row.pass(ticket)) {
      passed.add(row);
    }
  }

  /// The first call of the group is its first call again.
  @Override
  public void close() {
    for (int i = 0; i < passed.size(); i++) {
      passed.get(i).rewind();
    }
  }
}

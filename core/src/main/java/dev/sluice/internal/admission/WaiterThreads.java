package dev.sluice.internal.admission;

import dev.sluice.internal.admission.queue.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The threads that wait at an admission controller, which of them are to be woken, and which one
/// is the leader. Guarded by the admission controller's lock.
final class WaiterThreads {
  private final Map<Ticket, Thread> threads = new LinkedHashMap<>();
  private final List<Thread> woken = new ArrayList<>();
  private @Nullable Ticket leader;

  /// When the leader wakes up by itself.
  private long armed = Long.MAX_VALUE;

  /// The calling thread waits for `ticket`.
  void add(Ticket ticket) {
    threads.put(ticket, Thread.currentThread());
  }

  /// No thread waits for `ticket` any more.
  void leave(Ticket ticket) {
    threads.remove(ticket);
    leader = leader == ticket ? null : leader;
  }

  /// The ticket is decided: its thread is to be woken.
  void decided(Ticket ticket) {
    Thread waiter = threads.remove(ticket);
    if (waiter != null) {
      woken.add(waiter);
    }
  }

  /// Whether this ticket's thread is the leader; it becomes that if there is none.
  boolean leads(Ticket ticket) {
    leader = leader == null ? ticket : leader;
    return leader == ticket;
  }

  /// The leader is going to wake up at `at` by itself.
  void arm(long at) {
    armed = at;
  }

  /// The threads to wake: those of decided tickets, and the leader, if something is due earlier
  /// than it expects, or if it is a new one.
  ///
  /// @param due when the queue has something to do next
  List<Thread> toWake(long due) {
    if (threads.isEmpty() && woken.isEmpty()) {
      return List.of();
    }
    if (leader != null && leader.state() != Ticket.State.WAITING) {
      leader = null;
    }
    boolean late = leader == null || due < armed;
    Ticket next = leader == null && !threads.isEmpty() ? first() : leader;
    if (late && next != null) {
      Thread thread = threads.get(next);
      if (thread != null && thread != Thread.currentThread()) {
        armed = due;
        woken.add(thread);
      }
    }
    List<Thread> wake = List.copyOf(woken);
    woken.clear();
    return wake;
  }

  private Ticket first() {
    return threads.keySet().iterator().next();
  }
}

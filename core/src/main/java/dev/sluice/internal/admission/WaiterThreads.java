package dev.sluice.internal.admission;

import dev.sluice.internal.admission.queue.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The threads that wait at an admission controller, those that are to be woken, and which one
/// conducts. Guarded by the admission controller's lock.
final class WaiterThreads {
  private final Map<Ticket, Thread> threads = new LinkedHashMap<>();
  private final List<Thread> woken = new ArrayList<>();
  private @Nullable Ticket conductor;

  /// When the conductor wakes up by itself.
  private long armed = Long.MAX_VALUE;

  /// The calling thread waits.
  void add(Ticket ticket) {
    threads.put(ticket, Thread.currentThread());
  }

  /// It does not any more.
  void leave(Ticket ticket) {
    threads.remove(ticket);
    conductor = conductor == ticket ? null : conductor;
  }

  /// What it has waited for is there: its thread is to be woken.
  void decided(Ticket ticket) {
    Thread waiter = threads.remove(ticket);
    if (waiter != null) {
      woken.add(waiter);
    }
  }

  /// Whether it is up to this ticket's thread to do what is due; it is if nobody else does.
  boolean conducts(Ticket ticket) {
    conductor = conductor == null ? ticket : conductor;
    return conductor == ticket;
  }

  /// The conductor is going to wake up at `at` by itself.
  void arm(long at) {
    armed = at;
  }

  /// Whom to wake: those who are decided, and, if something is due earlier than the conductor
  /// expects, or there is none, the one who is to see to it.
  ///
  /// @param due when the queue has something to do next
  List<Thread> toWake(long due) {
    if (threads.isEmpty() && woken.isEmpty()) {
      return List.of();
    }
    if (conductor != null && conductor.state() != Ticket.State.WAITING) {
      conductor = null;
    }
    boolean late = conductor == null || due < armed;
    Ticket next = conductor == null && !threads.isEmpty() ? first() : conductor;
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

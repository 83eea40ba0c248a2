package dev.sluice.internal.admission;

import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The threads that wait at an admission controller, which of them are to be woken, and which one
/// is the leader. Guarded by the admission controller's lock.
final class WaiterThreads {
  private final Map<Ticket, Waiter> waiters = new LinkedHashMap<>();
  private final List<Thread> woken = new ArrayList<>();
  private @Nullable Ticket leader;

  /// The instant at which the leader wakes up by itself, on [dev.sluice.call.runtime.Clock#nanos].
  private long armed = Long.MAX_VALUE;

  /// Adds a thread that waits.
  void add(Waiter waiter) {
    waiters.put(waiter.ticket(), waiter);
  }

  /// Notes that no thread waits for `ticket` any more.
  void leave(Ticket ticket) {
    waiters.remove(ticket);
    leader = leader == ticket ? null : leader;
  }

  /// Returns the waiter of a ticket; one must wait.
  Waiter of(Ticket ticket) {
    return Objects.requireNonNull(waiters.get(ticket), "no thread waits for the ticket");
  }

  /// Notes that `ticket` is decided, so that its thread is to be woken.
  void decided(Ticket ticket) {
    Waiter waiter = waiters.remove(ticket);
    if (waiter != null) {
      wake(waiter);
    }
  }

  void wake(Waiter waiter) {
    woken.add(waiter.thread());
  }

  /// Whether the thread of `ticket` is the leader; makes it the leader if there is none, or one
  /// whose steps go last on its loop, and this one's do not.
  boolean leads(Ticket ticket) {
    leader = leader == null || (goesLast(leader) && !goesLast(ticket)) ? ticket : leader;
    return leader == ticket;
  }

  private static boolean goesLast(Ticket ticket) {
    return ticket.band == Band.BATCH;
  }

  /// Notes that the leader is going to wake up at `at` by itself.
  void arm(long at) {
    armed = at;
  }

  /// Returns the threads to wake: those of decided tickets, and the leader, if something is due
  /// earlier than it expects, or if it is a new one.
  ///
  /// @param due the instant at which the queue has something to do next
  List<Thread> toWake(long due) {
    if (waiters.isEmpty() && woken.isEmpty()) {
      return List.of();
    }
    if (leader != null && leader.state() != Ticket.State.WAITING) {
      leader = null;
    }
    boolean late = leader == null || due < armed;
    Ticket next = leader == null && !waiters.isEmpty() ? first() : leader;
    if (late && next != null) {
      Waiter waiter = waiters.get(next);
      if (waiter != null && waiter.thread() != Thread.currentThread()) {
        armed = due;
        wake(waiter);
      }
    }
    List<Thread> wake = List.copyOf(woken);
    woken.clear();
    return wake;
  }

  private Ticket first() {
    return waiters.keySet().stream()
        .filter(ticket -> !goesLast(ticket))
        .findFirst()
        .orElseGet(() -> waiters.keySet().iterator().next());
  }
}

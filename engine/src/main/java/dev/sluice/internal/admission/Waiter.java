package dev.sluice.internal.admission;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.Ticket;

/// A call at an admission controller: its ticket, its thread, and the controller that has it.
final class Waiter {
  private final Ticket ticket;
  private final Thread thread = Thread.currentThread();

  /// Written under the lock of the controller that it names, and of the one before.
  private Owner owner;

  /// An admission controller, as calls use it that have a ticket or a grant of it.
  interface Owner {
    /// Waits until the ticket is decided, or until another controller has it.
    ///
    /// @throws InterruptedException if the caller has left; it must then call [Waiter#leave]
    void await(Waiter waiter) throws InterruptedException;

    /// Takes the call out of the queue, if it still waits and this controller has its ticket. A
    /// grant that came meanwhile is left to [Waiter#leave], which settles it as unused.
    ///
    /// @return whether this controller has the ticket; if not, another one is to be asked
    boolean leave(Waiter waiter);

    /// Settles a grant, once: here or at the controller that owns its gates now.
    void settle(Grant grant, AttemptResult attempt);

    /// Notes that the grant's attempt has had its first meaningful event. For loops: takes no lock.
    void started(Grant grant, long at);

    /// Notes what the answer to the grant's attempt says of the provider's limits. For loops: takes
    /// no lock.
    void allowed(Grant grant, RateLimitInfo limits, long at);
  }

  Waiter(Ticket ticket, Owner owner) {
    this.ticket = ticket;
    this.owner = owner;
  }

  Ticket ticket() {
    return ticket;
  }

  Thread thread() {
    return thread;
  }

  /// Returns the controller where the ticket waits, or which has decided it. Another controller may
  /// have the ticket by now, which is known under the lock of the returned one.
  Owner owner() {
    return owner;
  }

  void move(Owner to) {
    owner = to;
  }

  /// Leaves the queue, since the caller has left without having used the ticket.
  void leave(long now) {
    Owner at = owner;
    while (!at.leave(this)) {
      at = owner;
    }
    if (ticket.state() == Ticket.State.GRANTED) {
      at.settle(ticket.grant(), CallQueue.unused(now));
    }
  }
}

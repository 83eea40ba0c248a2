package dev.sluice.internal.admission;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.gate.Target;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.QueueSnapshot;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives grants and takes them back: the one lock under which a [CallQueue] is driven, and the
/// waiting of calls' threads. One for all routes that share a target or a credential. Safe for any
/// thread but a loop, unless a method says otherwise.
///
/// Leader-follower: one waiting thread, the leader, drives the queue's timer. When it leaves,
/// another one takes over.
public final class AdmissionController {
  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;

  /// Signals of loops, which take no lock.
  private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

  // Guarded by the lock.
  private final CallQueue queue;
  private final WaiterThreads waiters = new WaiterThreads();
  private @Nullable Failed closed;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  public AdmissionController(Map<String, Integer> weights, Clock clock) {
    this.clock = clock;
    this.queue = new CallQueue(weights, waiters::decided);
  }

  /// A new route's part of the queue.
  ///
  /// @param byModel whether a target of it passes names on
  public RouteQueue route(QueueConfig config, boolean byModel) {
    return queue.route(config, byModel);
  }

  /// What waits in one route.
  public QueueSnapshot snapshot(RouteQueue route) {
    return ask(() -> queue.snapshot(route, clock.nanos()));
  }

  /// Rejects all calls that wait, and from now on all that would have to.
  public void close(Failed why) {
    lock.lock();
    try {
      closed = why;
      queue.refuseAll(why);
    } finally {
      unlock();
    }
  }

  /// What `question` answers under the lock, for gauges of what it guards. It must be quick.
  public <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      drainSignals();
      return question.get();
    } finally {
      unlock();
    }
  }

  /// A grant, if one of `order` may take the call now and nobody waits.
  @Nullable Grant grantAtOnce(RouteQueue route, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      drainSignals();
      return queue.grantAtOnce(route, call, order, now);
    } finally {
      unlock();
    }
  }

  /// A grant, a rejection, or a place in the queue; a call that waits must [#await].
  Ticket offer(RouteQueue route, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      drainSignals();
      Ticket ticket = queue.offer(route, call, order, now);
      if (ticket.state() == Ticket.State.WAITING) {
        waiters.add(ticket);
        if (closed != null) {
          queue.refuseAll(closed);
        }
      }
      return ticket;
    } finally {
      unlock();
    }
  }

  /// Waits until the ticket is decided, or for as long as `pause`.
  ///
  /// @param pause in nanoseconds
  /// @throws InterruptedException if the caller has left; [#leave] is still to be called
  void await(Ticket ticket, long pause) throws InterruptedException {
    long until = clock.nanos() + pause;
    for (long now = clock.nanos();
        ticket.state() == Ticket.State.WAITING && until - now > 0;
        now = clock.nanos()) {
      long bound = Math.min(lead(ticket, now), until);
      if (ticket.state() == Ticket.State.WAITING && bound > now) {
        LockSupport.parkNanos(this, bound - now);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /// The one of `order` that could take the call now; null when there is none.
  @Nullable Target open(List<Target> order, Call call, long now) {
    lock.lock();
    try {
      drainSignals();
      return queue.open(order, call, now);
    } finally {
      unlock();
    }
  }

  /// When the first of `order` is open to a call like `call`, as far as is known now.
  long openAt(List<Target> order, Call call, long now) {
    lock.lock();
    try {
      drainSignals();
      return queue.openAt(order, call, now);
    } finally {
      unlock();
    }
  }

  /// Takes a grant back.
  void settle(Grant grant, AttemptResult attempt) {
    lock.lock();
    try {
      drainSignals();
    } finally {
      // Whatever the signals do, this grant is given back.
      try {
        queue.settle(grant, attempt);
      } finally {
        unlock();
      }
    }
  }

  /// The grant's attempt has had its first meaningful event. For loops: takes no lock.
  void started(Grant grant, long at) {
    signals.add(() -> queue.started(grant, at));
  }

  /// The answer to the grant's attempt says this of the provider's limits. For loops: takes no
  /// lock.
  void allowed(Grant grant, RateLimitInfo allowance, long at) {
    signals.add(() -> queue.allowed(grant, allowance, at));
  }

  /// Does what is due, if this ticket's thread is the leader.
  ///
  /// @return when to look again
  private long lead(Ticket ticket, long now) {
    lock.lock();
    try {
      drainSignals();
      if (waiters.leads(ticket)) {
        if (queue.wakeAt() <= now) {
          queue.advance(now);
        }
        queue.expire(ticket, now);
        long due = queue.wakeAt();
        waiters.arm(due);
        return Math.min(due, ticket.latest());
      }
      queue.expire(ticket, now);
      return ticket.latest();
    } finally {
      unlock();
    }
  }

  /// The caller of a ticket has left without having used it.
  void leave(Ticket ticket) {
    lock.lock();
    try {
      waiters.leave(ticket);
      queue.leave(ticket, clock.nanos());
    } finally {
      unlock();
    }
  }

  private void drainSignals() {
    for (Runnable signal = signals.poll(); signal != null; signal = signals.poll()) {
      signal.run();
    }
  }

  /// Gives the lock back, then wakes the threads of decided calls.
  private void unlock() {
    List<Thread> wake = List.of();
    try {
      wake = waiters.toWake(queue.wakeAt());
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < wake.size(); i++) {
      LockSupport.unpark(wake.get(i));
    }
  }
}

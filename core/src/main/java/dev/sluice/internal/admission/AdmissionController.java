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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives grants and takes them back: the one lock under which a [CallQueue] is driven, and the
/// waiting of calls' threads. One for all routes that share a target or a credential. Safe for any
/// thread but a loop, unless a method says otherwise.
///
/// Leader-follower: one waiting thread, the leader, drives the queue's timer. When it leaves,
/// another one takes over.
public final class AdmissionController implements Waiter.Keeper {
  private static final AtomicLong CREATED = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;

  /// Signals of loops, which take no lock.
  private final Queue<Signal> signals = new ConcurrentLinkedQueue<>();

  private final long number = CREATED.incrementAndGet();

  // Guarded by the lock.
  private final CallQueue queue;
  private final WaiterThreads waiters = new WaiterThreads();
  private @Nullable Failed closed;

  /// The controllers that guard the gates since a hand-over, by provider; null before. Loops read
  /// it without the lock: if they miss a hand-over, the next holder of the lock passes their
  /// signals on.
  private @Nullable Map<String, AdmissionController> successors;

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

  /// Counts the controllers of this process.
  long number() {
    return number;
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

  /// What `question` answers of the queue under the lock, on behalf of a route; null if the route
  /// has another binding by now.
  <T> @Nullable T ask(RouteQueue route, Function<CallQueue, T> question) {
    lock.lock();
    try {
      drainSignals();
      return route.isClosed() ? null : question.apply(queue);
    } finally {
      unlock();
    }
  }

  /// A grant, if one of `order` may take the call now and nobody waits.
  @Nullable Grant grantAtOnce(RouteQueue route, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      drainSignals();
      return route.isClosed() ? null : queue.grantAtOnce(route, call, order, now);
    } finally {
      unlock();
    }
  }

  /// A grant, a rejection, or a place in the queue; a call that waits must [#await]. Null if the
  /// route has another binding by now.
  @Nullable Waiter offer(RouteQueue route, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      drainSignals();
      return route.isClosed() ? null : waiter(queue.offer(route, call, order, now));
    } finally {
      unlock();
    }
  }

  private Waiter waiter(Ticket ticket) {
    var waiter = new Waiter(ticket, this);
    if (ticket.state() == Ticket.State.WAITING) {
      waiters.add(waiter);
      if (closed != null) {
        queue.refuseAll(closed);
      }
    }
    return waiter;
  }

  /// Waits until the ticket is decided, for as long as `pause`, or until another controller has the
  /// ticket.
  ///
  /// @param pause in nanoseconds
  /// @throws InterruptedException if the caller has left; [#leave] is still to be called
  @Override
  public void await(Waiter waiter, long pause) throws InterruptedException {
    long until = clock.nanos() + pause;
    for (long now = clock.nanos(); waits(waiter) && until - now > 0; now = clock.nanos()) {
      long bound = Math.min(lead(waiter, now), until);
      if (waits(waiter) && bound > now) {
        LockSupport.parkNanos(this, bound - now);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private boolean waits(Waiter waiter) {
    return waiter.keeper() == this && waiter.ticket().state() == Ticket.State.WAITING;
  }

  /// Takes a grant back, here or where its gates are now.
  @Override
  public void settle(Grant grant, AttemptResult attempt) {
    AdmissionController next = settleHere(grant, attempt);
    if (next != this) {
      next.settle(grant, attempt);
    }
  }

  /// @return the controller that guards the grant's gates; nothing has been settled unless it is
  ///   this one
  private AdmissionController settleHere(Grant grant, AttemptResult attempt) {
    AdmissionController guard = this;
    lock.lock();
    try {
      drainSignals();
    } finally {
      // Whatever the signals do, this grant is given back.
      try {
        guard = guard(grant);
        if (guard == this) {
          queue.settle(grant, attempt);
        }
      } finally {
        unlock();
      }
    }
    return guard;
  }

  /// The grant's attempt has had its first meaningful event. For loops: takes no lock.
  @Override
  public void started(Grant grant, long at) {
    guard(grant).signals.add(new Signal.Started(grant, at));
  }

  /// The answer to the grant's attempt says this of the provider's limits. For loops: takes no
  /// lock.
  @Override
  public void allowed(Grant grant, RateLimitInfo allowance, long at) {
    guard(grant).signals.add(new Signal.Allowed(grant, allowance, at));
  }

  /// The controller that guards the gates of the grant's target, as far as is known without the
  /// lock.
  private AdmissionController guard(Grant grant) {
    AdmissionController guard = this;
    for (Map<String, AdmissionController> next = successors;
        next != null;
        next = guard.successors) {
      AdmissionController named = next.get(grant.provider());
      if (named == null) {
        return guard;
      }
      guard = named;
    }
    return guard;
  }

  /// Does what is due, if this ticket's thread is the leader.
  ///
  /// @return when to look again
  private long lead(Waiter waiter, long now) {
    Ticket ticket = waiter.ticket();
    lock.lock();
    try {
      drainSignals();
      if (waiter.keeper() != this) {
        return now;
      }
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

  @Override
  public boolean leave(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.keeper() != this) {
        return false;
      }
      waiters.leave(waiter.ticket());
      queue.forgo(waiter.ticket(), clock.nanos());
      return true;
    } finally {
      unlock();
    }
  }

  // For a handover, with the locks of all controllers that it concerns held.

  void lockForHandover() {
    lock.lock();
    drainSignals();
  }

  /// Closes a route's part of the queue.
  ///
  /// @param next the route's part of the queue from now on
  /// @return the calls that wait there, which do so no more
  List<Waiter> release(RouteQueue route, RouteQueue next) {
    next.takeOver(route);
    return queue.release(route).stream().map(waiters::release).toList();
  }

  /// Others go on with what is known here of tenants and costs.
  ///
  /// @param next by the providers' names
  void bequeath(Map<String, AdmissionController> next) {
    next.values().stream().distinct().forEach(controller -> controller.queue.takeOver(queue));
  }

  /// From now on others guard the gates.
  ///
  /// @param next by the providers' names
  void retire(Map<String, AdmissionController> next) {
    successors = next;
    drainSignals();
  }

  /// A call waits here that has waited elsewhere, since as long as it did there.
  void adopt(Waiter waiter, RouteQueue route, List<Target> order, long now) {
    waiter.move(this);
    queue.adopt(waiter.ticket(), route, order, now);
    waiters.add(waiter);
  }

  /// A call that has waited here, and was released, has nowhere to go.
  void reject(Waiter waiter, Failed why) {
    queue.reject(waiter.ticket(), why);
    waiters.wake(waiter);
  }

  /// Asks for all calls again, and grants what may go now.
  void reconsider(long now) {
    queue.reconsider(now);
  }

  private void drainSignals() {
    for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
      AdmissionController guard = guard(signal.grant());
      if (guard == this) {
        signal.report(queue);
      } else {
        guard.signals.add(signal);
      }
    }
  }

  /// Gives the lock back, then wakes the threads of decided calls.
  void unlock() {
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

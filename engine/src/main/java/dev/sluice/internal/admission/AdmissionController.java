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
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.stats.QueueSnapshot;
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

/// The driver of a [CallQueue]: gives grants and takes them back, with the one lock under which the
/// queue is driven, and the waiting of calls' threads. There is one for all routes that share a
/// provider, directly or through other routes. The queue dispatches when a call is offered, a grant
/// is settled, a signal opens a gate, or the time for which it waits has come. Safe for any thread
/// but a loop, unless a method says otherwise.
///
/// Leader-follower: one waiting thread, the leader, wakes at the queue's next due time and advances
/// the queue. When it leaves, the thread that has waited longest takes over.
public final class AdmissionController implements Waiter.Owner {
  private static final AtomicLong CREATED = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;

  /// Signals that loops have left for the next holder of the lock, since loops take no lock.
  private final Queue<GrantReport> reports = new ConcurrentLinkedQueue<>();

  private final long number = CREATED.incrementAndGet();

  // Guarded by the lock.
  private final CallQueue queue;
  private final WaiterThreads waiters = new WaiterThreads();
  private @Nullable Failed closed;

  /// The controllers that own the gates since a hand-over, by provider; null before. Loops read it
  /// without the lock: if they miss a hand-over, the next holder of the lock passes their reports
  /// on.
  private @Nullable Map<String, AdmissionController> successors;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  public AdmissionController(Map<String, Integer> weights, Clock clock) {
    this.clock = clock;
    this.queue = new CallQueue(weights, waiters::decided);
  }

  /// Returns a new route's part of the queue.
  ///
  /// @param byModel whether a target of it passes names on
  public RouteQueue route(QueueConfig config, boolean byModel) {
    return queue.route(config, byModel);
  }

  /// Returns what waits in one route.
  public QueueSnapshot snapshot(RouteQueue route) {
    return ask(() -> queue.snapshot(route, clock.nanos()));
  }

  /// Returns this controller's number in the order of creation, in which a hand-over takes the
  /// locks.
  long number() {
    return number;
  }

  /// Rejects all calls that wait, and from now on all that would have to.
  public void close(Failed why) {
    lock.lock();
    try {
      closed = why;
      queue.rejectAll(why);
    } finally {
      unlock();
    }
  }

  /// Asks `question` under the lock, about something that no other controller ever guards.
  <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      drainReports();
      return question.get();
    } finally {
      unlock();
    }
  }

  /// Asks `question` under the lock that guards a provider's gates now, which may be that of a
  /// controller that has taken over from this one. For gauges; the question must be quick.
  public <T> T ask(String provider, Supplier<T> question) {
    AdmissionController owner = this;
    lock.lock();
    try {
      drainReports();
      owner = ownerOf(provider);
      if (owner == this) {
        return question.get();
      }
    } finally {
      unlock();
    }
    return owner.ask(provider, question);
  }

  /// Runs a change under the lock that guards a provider's gates now, then asks for all waiting
  /// calls again. Not for a loop, nor for a thread that holds the lock; the change must be quick.
  public void change(String provider, Runnable change) {
    AdmissionController owner = this;
    lock.lock();
    try {
      drainReports();
      owner = ownerOf(provider);
      if (owner == this) {
        change.run();
        queue.reconsider(clock.nanos());
        return;
      }
    } finally {
      unlock();
    }
    owner.change(provider, change);
  }

  /// Asks `question` of the queue under the lock, on behalf of a route. Returns null if a reload
  /// has moved the route to another controller; the caller then asks that one.
  <T> @Nullable T ask(RouteQueue route, Function<CallQueue, T> question) {
    return ask(() -> route.isClosed() ? null : question.apply(queue));
  }

  /// Returns a grant, if one of `order` can take the call now and no other call waits. Null
  /// otherwise; the caller then uses [#offer]. This is the fast path.
  @Nullable Grant grantAtOnce(RouteQueue route, Call call, List<Target> order, long now) {
    return ask(() -> route.isClosed() ? null : queue.grantAtOnce(route, call, order, now));
  }

  /// Gives a call a grant, a rejection, or a place in the queue; a call that waits must [#await].
  /// Returns null if a reload has moved the route to another controller; the caller then offers the
  /// call to that one.
  @Nullable Waiter offer(RouteQueue route, Call call, List<Target> order, long now) {
    return ask(route, line -> waiter(line.offer(route, call, order, now)));
  }

  private Waiter waiter(Ticket ticket) {
    var waiter = new Waiter(ticket, this);
    if (ticket.state() == Ticket.State.WAITING) {
      waiters.add(waiter);
      if (closed != null) {
        queue.rejectAll(closed);
      }
    }
    return waiter;
  }

  /// Waits until the ticket is decided, or until another controller has it.
  ///
  /// @throws InterruptedException if the caller has left; it must then call [Waiter#leave]
  @Override
  public void await(Waiter waiter) throws InterruptedException {
    for (long now = clock.nanos(); waits(waiter); now = clock.nanos()) {
      long bound = lead(waiter, now);
      if (waits(waiter) && bound > now) {
        LockSupport.parkNanos(this, bound - now);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private boolean waits(Waiter waiter) {
    return waiter.owner() == this && waiter.ticket().state() == Ticket.State.WAITING;
  }

  /// Settles a grant, once: at this controller or at the one that owns its gates now.
  @Override
  public void settle(Grant grant, AttemptResult attempt) {
    AdmissionController next = settleHere(grant, attempt);
    if (next != this) {
      next.settle(grant, attempt);
    }
  }

  /// @return the controller that owns the grant's gates; nothing has been settled unless it is this
  ///   one
  private AdmissionController settleHere(Grant grant, AttemptResult attempt) {
    AdmissionController owner = this;
    lock.lock();
    try {
      drainReports();
    } finally {
      // Whatever the reports do, this grant is settled.
      try {
        owner = ownerOf(grant);
        if (owner == this) {
          queue.settle(grant, attempt);
        }
      } finally {
        unlock();
      }
    }
    return owner;
  }

  /// Notes that the grant's attempt has had its first meaningful event. For loops: takes no lock.
  @Override
  public void started(Grant grant, long at) {
    ownerOf(grant).reports.add(new GrantReport.Started(grant, at));
  }

  /// Notes what the answer to the grant's attempt says of the provider's limits. For loops: takes
  /// no lock.
  @Override
  public void allowed(Grant grant, RateLimitInfo allowance, long at) {
    ownerOf(grant).reports.add(new GrantReport.Allowed(grant, allowance, at));
  }

  /// Returns the controller that owns the gates of the grant's target, as far as is known without
  /// the lock.
  private AdmissionController ownerOf(Grant grant) {
    return ownerOf(grant.provider());
  }

  private AdmissionController ownerOf(String provider) {
    AdmissionController owner = this;
    for (Map<String, AdmissionController> next = successors;
        next != null;
        next = owner.successors) {
      AdmissionController named = next.get(provider);
      if (named == null) {
        return owner;
      }
      owner = named;
    }
    return owner;
  }

  /// Advances the queue to now if this ticket's thread is the leader, and expires the ticket.
  ///
  /// @return when the thread has to look again
  private long lead(Waiter waiter, long now) {
    Ticket ticket = waiter.ticket();
    lock.lock();
    try {
      drainReports();
      if (waiter.owner() != this) {
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
      if (waiter.owner() != this) {
        return false;
      }
      waiters.leave(waiter.ticket());
      queue.abandon(waiter.ticket(), clock.nanos());
      return true;
    } finally {
      unlock();
    }
  }

  // For a handover, with the locks of all controllers that it concerns held.

  void lockForHandover() {
    lock.lock();
  }

  void drainForHandover() {
    drainReports();
  }

  /// Returns the calls that wait in a route.
  List<Waiter> waiting(RouteQueue route) {
    return route.waiting().stream().map(waiters::of).toList();
  }

  /// Closes a route's part of the queue: its calls wait there no more.
  ///
  /// @param next the route's part of the queue from now on
  void release(RouteQueue route, RouteQueue next) {
    next.takeOver(route);
    queue.release(route).forEach(waiters::leave);
  }

  /// Copies what is known of tenants and costs to the controllers that take over.
  ///
  /// @param next the controllers by the names of the providers whose gates they own
  void copyStatisticsTo(Map<String, AdmissionController> next) {
    next.values().stream().distinct().forEach(controller -> controller.queue.takeOver(queue));
  }

  /// Passes settlements and reports on to other controllers from now on, which own the gates then.
  ///
  /// @param next the controllers by the names of the providers whose gates they own
  void redirectTo(Map<String, AdmissionController> next) {
    successors = next;
    drainReports();
  }

  /// Adds a call that has waited at another controller; it keeps the start of its wait.
  void moveIn(Waiter waiter, RouteQueue route, List<Target> order, long now) {
    waiter.move(this);
    queue.moveIn(waiter.ticket(), route, order, now);
    waiters.add(waiter);
  }

  /// Rejects a call that was released here and has no route any more.
  void reject(Waiter waiter, Failed why) {
    queue.reject(waiter.ticket(), why);
    waiters.wake(waiter);
  }

  /// Evaluates the gates of all waiting calls again, and grants those that can go.
  void reconsider(long now) {
    queue.reconsider(now);
  }

  private void drainReports() {
    for (GrantReport report = reports.poll(); report != null; report = reports.poll()) {
      AdmissionController owner = ownerOf(report.grant());
      if (owner == this) {
        report.report(queue);
      } else {
        owner.reports.add(report);
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

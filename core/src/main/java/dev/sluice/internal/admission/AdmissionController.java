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

/// Where grants are given and taken back: the one lock under which a [CallQueue] is driven, and the
/// waiting of calls' threads. One for all routes that share a target or a credential. Safe for any
/// thread but a loop, where nothing else is said.
///
/// One of those who wait conducts: its thread alone has a timer for what happens by itself. When it
/// goes, another one takes over.
public final class AdmissionController {
  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;

  /// What loops have to say: they take no lock.
  private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

  // Guarded by the lock.
  private final CallQueue queue;
  private final WaiterThreads waiterThreads = new WaiterThreads();
  private @Nullable Failed closed;

  /// @param weights the shares of tenants; under `*` that of each one that is not named
  public AdmissionController(Map<String, Integer> weights, Clock clock) {
    this.clock = clock;
    this.queue = new CallQueue(weights, waiterThreads::decided);
  }

  /// A new route's part of the queue.
  ///
  /// @param byModel whether a target of it passes names on
  public RouteQueue line(QueueConfig config, boolean byModel) {
    return queue.line(config, byModel);
  }

  /// What waits in one line.
  public QueueSnapshot readout(RouteQueue line) {
    return ask(() -> queue.readout(line, clock.nanos()));
  }

  /// Refuses all that wait, and from now on all that would have to.
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
      hear();
      return question.get();
    } finally {
      unlock();
    }
  }

  /// A grant, if one of `order` may take the call now and nobody waits.
  @Nullable Grant grantAtOnce(RouteQueue line, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      hear();
      return queue.grantAtOnce(line, call, order, now);
    } finally {
      unlock();
    }
  }

  /// A grant, a refusal, or a place; who has a place must [#await].
  Ticket offer(RouteQueue line, Call call, List<Target> order, long now) {
    lock.lock();
    try {
      hear();
      Ticket ticket = queue.offer(line, call, order, now);
      if (ticket.state() == Ticket.State.WAITING) {
        waiterThreads.add(ticket);
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
      long bound = Math.min(conduct(ticket, now), until);
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
      hear();
      return queue.open(order, call, now);
    } finally {
      unlock();
    }
  }

  /// When the first of `order` is open to a call like `call`, as far as can be told now.
  long openAt(List<Target> order, Call call, long now) {
    lock.lock();
    try {
      hear();
      return queue.openAt(order, call, now);
    } finally {
      unlock();
    }
  }

  /// Takes a grant back.
  void settle(Grant grant, AttemptResult attempt) {
    lock.lock();
    try {
      hear();
    } finally {
      // Whatever others had to say, this one is given back.
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

  /// Does what is due, if it is up to this ticket's thread.
  ///
  /// @return when to look again
  private long conduct(Ticket ticket, long now) {
    lock.lock();
    try {
      hear();
      if (waiterThreads.conducts(ticket)) {
        if (queue.wakeAt() <= now) {
          queue.advance(now);
        }
        queue.expire(ticket, now);
        long due = queue.wakeAt();
        waiterThreads.arm(due);
        return Math.min(due, ticket.latest());
      }
      queue.expire(ticket, now);
      return ticket.latest();
    } finally {
      unlock();
    }
  }

  /// The caller of a ticket that it has not used has left.
  void leave(Ticket ticket) {
    lock.lock();
    try {
      waiterThreads.leave(ticket);
      queue.leave(ticket, clock.nanos());
    } finally {
      unlock();
    }
  }

  private void hear() {
    for (Runnable signal = signals.poll(); signal != null; signal = signals.poll()) {
      signal.run();
    }
  }

  /// Gives the lock back, then wakes whom it concerns.
  private void unlock() {
    List<Thread> wake = List.of();
    try {
      wake = waiterThreads.toWake(queue.wakeAt());
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < wake.size(); i++) {
      LockSupport.unpark(wake.get(i));
    }
  }
}

package dev.sluice.admission;

import dev.sluice.admission.Decision.Denied;
import dev.sluice.admission.Decision.Granted;
import dev.sluice.call.Allowance;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Permit;
import dev.sluice.call.Settled;
import dev.sluice.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Where grants are given and taken back: the one lock under which gates are asked, entered and
/// left. One for all routes that share a target or a credential. Safe for any thread.
public final class Desk {
  private final ReentrantLock lock = new ReentrantLock();

  /// What loops have to say: they take no lock.
  private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

  /// Grants the first of `order` whose gates are all open. When none has, the gates are asked once
  /// more on behalf of the route's last target.
  Decision grant(List<Target> order, Call call, long now) {
    lock.lock();
    try {
      hear();
      Optional<Target> open = open(order, call, false, now).or(() -> open(order, call, true, now));
      return open.<Decision>map(target -> new Granted(enter(target, call, now)))
          .orElseGet(() -> new Denied(why(order, call, now)));
    } finally {
      lock.unlock();
    }
  }

  /// Whether one of `order` could take the call now.
  boolean isOpen(List<Target> order, Call call, long now) {
    lock.lock();
    try {
      hear();
      return open(order, call, false, now).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /// Takes a grant back.
  void settle(Grant grant, Settled attempt) {
    lock.lock();
    try {
      hear();
      grant.permits().forEach(permit -> permit.settle(attempt));
    } finally {
      lock.unlock();
    }
  }

  /// The grant's attempt has had its first meaningful event. For loops: takes no lock.
  void started(Grant grant, long at) {
    signals.add(() -> grant.permits().forEach(permit -> permit.started(at)));
  }

  /// The answer to the grant's attempt says this of the provider's limits. For loops: takes no
  /// lock.
  void allowed(Grant grant, Allowance allowance, long at) {
    signals.add(() -> grant.permits().forEach(permit -> permit.allowed(allowance, at)));
  }

  /// What `question` answers under the lock, for gauges of what it guards. It must be quick.
  public <T> T ask(Supplier<T> question) {
    lock.lock();
    try {
      hear();
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  private void hear() {
    for (Runnable signal = signals.poll(); signal != null; signal = signals.poll()) {
      signal.run();
    }
  }

  private static Optional<Target> open(List<Target> order, Call call, boolean last, long now) {
    return order.stream().filter(target -> closed(target, call, last, now).isEmpty()).findFirst();
  }

  private static Optional<Gate.Closed> closed(Target target, Call call, boolean last, long now) {
    for (Gate gate : target.gates()) {
      Optional<Gate.Closed> closed = gate.closed(call, last, now);
      if (closed.isPresent()) {
        return closed;
      }
    }
    return Optional.empty();
  }

  private static Grant enter(Target target, Call call, long now) {
    var permits = new ArrayList<Permit>(target.gates().size());
    target.gates().forEach(gate -> permits.add(gate.enter(call, now)));
    return new Grant(target, permits, now);
  }

  /// The reason of the gate that opens first.
  private static Failed why(List<Target> order, Call call, long now) {
    Gate.Closed first = null;
    for (Target target : order) {
      Gate.Closed closed = closed(target, call, true, now).orElseThrow();
      if (first == null || closed.until() - first.until() < 0) {
        first = closed;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("there is no target to ask for");
    }
    return first.why();
  }
}

package dev.sluice.internal.batch;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Items;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A call that waits for its result. The first result counts.
final class BatchedCall {
  private final Call call;
  private final Sink sink;
  private final Items items;
  private final AtomicReference<@Nullable MemberResult> verdict = new AtomicReference<>();
  private final CountDownLatch completed = new CountDownLatch(1);

  BatchedCall(Call call, Sink sink, Items items) {
    this.call = call;
    this.sink = sink;
    this.items = items;
  }

  Call call() {
    return call;
  }

  Items items() {
    return items;
  }

  /// Gives the call its result, unless it has one. Safe for any thread.
  ///
  /// @return whether `first` is the call's result
  boolean complete(MemberResult first) {
    boolean counts = verdict.compareAndSet(null, first);
    completed.countDown();
    return counts;
  }

  /// Waits for the result, until the call's deadline at the longest.
  MemberResult await(long now) throws InterruptedException {
    Duration left = call.deadline().remaining(now);
    Duration given = Duration.ofNanos(call.deadline().nanos() - call.arrived());
    MemberResult late = new MemberResult.Broken(new Failed.TimedOut(Failed.Phase.DEADLINE, given));
    Loop.Timer timer = call.loop().schedule(left, () -> complete(late));
    try {
      completed.await();
    } finally {
      timer.cancel();
    }
    return verdict();
  }

  /// Notes that the call's client has left.
  ///
  /// @return the earlier result of the call, if it has one
  Optional<MemberResult> leave() {
    return complete(new MemberResult.Left()) ? Optional.empty() : Optional.of(verdict());
  }

  /// Attaches an attempt of the shared call as one of this call's own, also where this call's loop
  /// learns of it only when the shared call has ended. Aborting it ends this call alone.
  void attach(AttemptInfo attempt) {
    unlessTold(() -> sink.attach(attempt.shared(why -> complete(new MemberResult.Broken(why)))));
  }

  /// Passes on what becomes of the shared call, and of this one with it.
  void signal(Signal signal) {
    unlessTold(() -> sink.signal(signal));
  }

  /// Runs a task on the call's loop, unless the call has a result already or its client has left by
  /// then. What the shared call does before its end concerns this call as well.
  private void unlessTold(Runnable task) {
    if (verdict.get() == null) {
      call.loop().execute(() -> unlessLeft(task));
    }
  }

  private void unlessLeft(Runnable task) {
    if (!(verdict.get() instanceof MemberResult.Left)) {
      task.run();
    }
  }

  private MemberResult verdict() {
    MemberResult first = verdict.get();
    if (first == null) {
      throw new IllegalStateException("a call was woken and not told why");
    }
    return first;
  }
}

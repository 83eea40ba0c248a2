package dev.sluice.internal.batch;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHandle;
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
  /// learns of it only when the shared call has ended.
  void attach(AttemptHandle attempt) {
    unlessTold(() -> sink.attach(new Attached(attempt)));
  }

  /// Passes on that the shared call, and this one with it, has waited for so long in the queue.
  void queued(Duration waited) {
    unlessTold(() -> sink.queued(waited));
  }

  /// Passes on that the shared call, and this one with it, is about to fail, and when a repeat may
  /// have success.
  void comeBack(Duration wait) {
    unlessTold(() -> sink.comeBack(wait));
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

  /// An attempt of the shared call, as a member sees it: aborting it ends the member alone.
  private final class Attached implements AttemptHandle {
    private final AttemptHandle attempt;

    Attached(AttemptHandle attempt) {
      this.attempt = attempt;
    }

    @Override
    public String target() {
      return attempt.target();
    }

    @Override
    public Optional<String> because() {
      return attempt.because();
    }

    @Override
    public Call.Trace trace() {
      return attempt.trace();
    }

    @Override
    public void abort(Failed why) {
      complete(new MemberResult.Broken(why));
    }
  }
}

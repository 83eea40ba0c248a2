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

/// A call that waits for its result. The first verdict counts.
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

  /// Safe for any thread.
  ///
  /// @return whether this is the verdict
  boolean complete(MemberResult first) {
    boolean counts = verdict.compareAndSet(null, first);
    completed.countDown();
    return counts;
  }

  /// Waits for the verdict, no longer than until the call's deadline.
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

  /// The call's client has left.
  ///
  /// @return its earlier result, if it has one
  Optional<MemberResult> leave() {
    return complete(new MemberResult.Left()) ? Optional.empty() : Optional.of(verdict());
  }

  /// The shared call makes an attempt, which is one of this call's own, also where its loop learns
  /// of that when the shared call has ended.
  void attach(AttemptHandle attempt) {
    unlessTold(() -> sink.attach(new Attached(attempt)));
  }

  /// The shared call has waited for so long in the queue, and this one with it.
  void queued(Duration waited) {
    unlessTold(() -> sink.queued(waited));
  }

  /// The shared call is about to fail, and this one with it; neither has a chance again before so
  /// long.
  void comeBack(Duration wait) {
    unlessTold(() -> sink.comeBack(wait));
  }

  /// The shared call's actions before it reports its end concern this call, unless its client has
  /// left by the time that its loop runs them.
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

  /// An attempt of the shared call, as a member sees it: stopping it stops the member alone.
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

package dev.sluice.internal.engine;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call on its virtual thread: sends the call through the pipeline, ends a failed answer, and
/// gives back what the call held. The one place where an interrupt becomes [Failed.Cancelled] and
/// an exception [Failed.Internal], but for a lack of memory.
final class CallTask implements CallHandle, Runnable {
  private final Service pipeline;
  private final Call call;
  private final CommitPoint sink;
  private final Consumer<CallTask> ended;

  /// The task's place in [RunningCalls]. Set before the call's thread starts.
  private int place;

  // Safe for any thread: the thread that writes one of the two reads the other afterwards.
  private volatile @Nullable Thread thread;
  private volatile @Nullable Failed interruptedBy;

  /// @param ended called last, on the call's thread
  CallTask(
      Service pipeline, Call call, ClientResponse response, Clock clock, Consumer<CallTask> ended) {
    this.pipeline = pipeline;
    this.call = call;
    this.sink =
        new CommitPoint(
            response,
            call.facts().stream() || call.operation() == Operation.SPEECH,
            clock,
            call.body());
    this.ended = ended;
  }

  /// Returns a hash that is spread like the calls' arrivals, since an object's own hash is slow to
  /// make and needed once per call.
  @Override
  public int hashCode() {
    return Long.hashCode(call.arrived());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  String id() {
    return call.id();
  }

  int place() {
    return place;
  }

  void place(int at) {
    place = at;
  }

  void start() {
    Thread started = startThread();
    thread = started;
    if (interruptedBy != null) {
      started.interrupt();
    }
  }

  /// Of a batch there may be hundreds of calls that go on at the same moment.
  private Thread startThread() {
    return call.hints().band() == Band.BATCH
        ? call.loop().startLast(call.id(), this)
        : call.loop().start(call.id(), this);
  }

  @Override
  public void leave() {
    interrupt(new Failed.Cancelled());
  }

  /// Interrupts the call, wherever it is; its client, if still there, gets `why`.
  void interrupt(Failed why) {
    interruptedBy = why;
    Thread started = thread;
    if (started != null) {
      started.interrupt();
    }
  }

  /// Runs the call. Even a bug that cannot be reported, for want of memory or of file descriptors,
  /// ends it.
  @Override
  public void run() {
    thread = Thread.currentThread();
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = pipeline.send(call, sink);
    } catch (InterruptedException | RuntimeException | Error thrown) {
      outcome = failure(thrown);
    } finally {
      end(outcome);
    }
  }

  /// How a call has failed that an interrupt has ended, or a bug.
  private Failed failure(Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Failed why = interruptedBy;
      return why == null ? new Failed.Cancelled() : why;
    }
    Bugs.report("a bug ended call " + call.id(), thrown);
    return Bugs.isLackOfMemory(thrown) ? outOfMemory() : new Failed.Internal();
  }

  /// Whether `caller` is the call's thread.
  boolean isOn(Thread caller) {
    return caller == thread;
  }

  private void end(Outcome outcome) {
    try {
      if (outcome instanceof Failed why) {
        abort(why);
      }
    } finally {
      call.body().close();
      ended.accept(this);
    }
  }

  /// Ends the answer on the loop, or here if the loop has ended before the call: nobody else knows
  /// the answer then, and its reader waits.
  private void abort(Failed why) {
    try {
      call.loop().execute(() -> sink.abort(why));
    } catch (RejectedExecutionException loopHasEnded) {
      sink.abort(why);
    }
  }

  private Failed outOfMemory() {
    return sink.info().attempt() == null
        ? new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty())
        : new Failed.OutOfMemory();
  }
}

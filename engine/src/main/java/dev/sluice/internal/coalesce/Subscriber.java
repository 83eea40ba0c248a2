package dev.sluice.internal.coalesce;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Deadline;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A member of a shared call, on behalf of one call: pumps the shared events into the call's sink,
/// on the call's own loop and at its own pace, while the call's thread waits.
final class Subscriber implements Broadcast.Member {
  /// The header that names the source of the answer.
  private static final String HEADER = "x-sluice-cache";

  private static final Failed BEHIND = new Failed.Shed(Failed.Reason.FELL_BEHIND, Optional.empty());
  private static final Optional<Outcome> ALONE = Optional.empty();

  private final Call call;
  private final Sink sink;
  private final SharedCall shared;
  private final boolean first;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// The member's outcome, set once, by the loop or by the call's thread; [#ALONE] when the member
  /// has to make a call of its own.
  private final AtomicReference<@Nullable Optional<Outcome>> end = new AtomicReference<>();

  /// Whether the member has ended before the answer has.
  private volatile boolean leftEarly;

  /// The position up to which the member has read. Confined to the loop.
  private Replay.Position at;

  // Written on the loop.
  /// How many bytes the member has read.
  private volatile long read;

  Subscriber(Call call, Sink sink, SharedCalls.Seat seat) {
    this.call = call;
    this.sink = sink;
    this.shared = seat.call();
    this.first = seat.first();
    this.at = seat.from();
  }

  /// Returns the shared call of this member.
  SharedCall shared() {
    return shared;
  }

  /// Whether this member has to start the shared call.
  boolean first() {
    return first;
  }

  @Override
  public long read() {
    return read;
  }

  @Override
  public void signal() {
    if (signalled.compareAndSet(false, true)) {
      call.loop().execute(this::dispatch);
    }
  }

  /// Waits until this member has ended, or its call's deadline has passed. On the call's thread.
  ///
  /// @return the outcome; empty when the member has to make a call of its own
  /// @throws InterruptedException if the caller has left
  Optional<Outcome> await(long now) throws InterruptedException {
    Deadline until = call.deadline();
    try {
      if (!ended.await(until.remainingToBegin(now).toNanos(), TimeUnit.NANOSECONDS)
          && !endsOnceBegun(until)) {
        leave(new Failed.TimedOut(Failed.Phase.DEADLINE, given()));
      }
    } catch (InterruptedException left) {
      if (leave(new Failed.Cancelled())) {
        throw left;
      }
      Thread.currentThread().interrupt();
    }
    return outcome();
  }

  /// Waits on if the answer has begun in time, since such an answer may go on.
  private boolean endsOnceBegun(Deadline until) throws InterruptedException {
    return sink.committed() && ended.await(until.nanos() - until.begin(), TimeUnit.NANOSECONDS);
  }

  private Duration given() {
    Deadline until = call.deadline();
    long last = sink.committed() ? until.nanos() : until.begin();
    return Duration.ofNanos(last - call.arrived());
  }

  /// Whether the member has ended before it has read the end of the answer.
  boolean leftEarly() {
    return leftEarly;
  }

  /// Tells the sink of a member that has left early what it owes, by the time that this returns.
  void owes(Usage used) {
    if (leftEarly) {
      CompletableFuture.runAsync(() -> sink.info().owes(used), call.loop()::execute).join();
      lost(used);
    }
  }

  /// Reports the part of a member as lost that was dropped before its answer had begun, since it
  /// read too slowly. That member owes nothing, and no other member owes its part.
  private void lost(Usage used) {
    boolean sent = sink.info().sent();
    boolean unowed = !used.equals(SharedUsage.NOTHING) && (sent || used.input() > 0);
    Outcome outcome = outcome().orElse(BEHIND);
    if (unowed && !outcome.isGivenUp() && !sink.committed()) {
      String target = sink.info().asked();
      call.payer().lost(call, new Payer.Loss(target, Payer.Loss.Cause.SHARED, used, outcome));
    }
  }

  /// Ends the member before its answer has ended, unless that is just happening.
  private boolean leave(Outcome why) {
    boolean decided = end.compareAndSet(null, Optional.of(why));
    if (decided) {
      leftEarly = true;
      ended.countDown();
    }
    return decided;
  }

  /// Returns the outcome, once the loop has passed on what it is just passing on, which takes no
  /// time.
  private Optional<Outcome> outcome() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException left) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Optional<Outcome> decided = end.get();
    return decided == null ? ALONE : decided;
  }

  /// Reads as many events as the sink takes. A thread that decides the end meanwhile is not waited
  /// for, but what the sink was told before remains valid.
  private void dispatch() {
    signalled.set(false);
    boolean some = false;
    while (end.get() == null && sink.writable()) {
      Replay.Position next = at.next();
      if (next == null) {
        break;
      }
      at = next;
      deliver(next.event());
      some = true;
    }
    if (end.get() == null) {
      pause(some);
    }
  }

  private void pause(boolean some) {
    if (some) {
      sink.flush();
      shared.broadcast().moved();
    }
    if (at.next() == null) {
      return;
    }
    // Flushing may have made room, so the sink is asked even where it takes more already.
    if (!sink.writable() && shared.broadcast().behind(read) > Replay.WINDOW) {
      end(sink.committed() ? Optional.of(BEHIND) : ALONE, () -> leftEarly = true);
    } else {
      sink.onWritable(this::dispatch);
    }
  }

  /// @param event the event to pass on; null at the beginning
  private void deliver(@Nullable ReplayEvent event) {
    switch (event) {
      case null -> {}
      case ReplayEvent.Attempted(AttemptInfo attempt) -> sink.attach(attempt.shared(this::leave));
      case ReplayEvent.Sent() -> progress(Progress.SENT);
      case ReplayEvent.Signalled(Signal signal) -> sink.signal(signal);
      case ReplayEvent.Begun(Head head) -> {
        sink.head(head.with(HEADER, first ? "miss" : "coalesced"));
        progress(Progress.MEANINGFUL);
      }
      case ReplayEvent.Part(byte[] bytes) -> {
        long more = read + bytes.length;
        read = more;
        sink.body(Unpooled.wrappedBuffer(bytes));
      }
      case ReplayEvent.Failure() -> attempt().ifPresent(AttemptInfo::saidFailure);
      case ReplayEvent.Ended(Answered answered, SharedUsage usage) ->
          end(Optional.of(answered), () -> finish(usage.take()));
      case ReplayEvent.Ended(Failed why, SharedUsage usage) ->
          end(Optional.of(why), () -> sink.info().owes(usage.take()));
      case ReplayEvent.Never() -> end(ALONE, () -> {});
    }
  }

  private void progress(Progress progress) {
    attempt().ifPresent(attempt -> attempt.progress(progress));
    sink.progress(progress);
  }

  private Optional<AttemptInfo> attempt() {
    return Optional.ofNullable(sink.info().attempt());
  }

  /// Sets the member's outcome, unless it has one.
  ///
  /// @param last the sink's last notification
  private void end(Optional<Outcome> as, Runnable last) {
    if (end.compareAndSet(null, as)) {
      last.run();
      ended.countDown();
    }
  }

  private void finish(Usage usage) {
    sink.info().owes(usage);
    progress(Progress.TERMINATED);
    sink.end();
  }
}

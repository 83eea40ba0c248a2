package dev.sluice.cache;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import dev.sluice.call.Usage;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Writes a kept answer into a call's sink, on its loop and at the pace of its client, while the
/// call's thread waits.
final class Playback {
  /// A hit uses nothing.
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final Call call;
  private final Sink sink;
  private final Kept kept;
  private final Head head;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /// Set once, by the loop or by the call's thread: what becomes of it.
  private final AtomicReference<@Nullable Outcome> end = new AtomicReference<>();

  /// How many parts are written. Confined to the loop.
  private int written;

  /// @param age how old the answer is
  Playback(Call call, Sink sink, Kept kept, Duration age) {
    this.call = call;
    this.sink = sink;
    this.kept = kept;
    this.head =
        kept.head().with(Cache.HEADER, "hit").with("age", String.valueOf(age.toSeconds()));
  }

  /// Runs it, for `patience` at most. On the call's thread.
  ///
  /// @throws InterruptedException if the caller has left
  Outcome run(Duration patience) throws InterruptedException {
    call.loop().execute(this::begin);
    try {
      return ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      leave(new Failed.TimedOut(Failed.Phase.DEADLINE, given()));
      return ended.join();
    } catch (InterruptedException left) {
      if (leave(new Failed.Cancelled())) {
        throw left;
      }
      Thread.currentThread().interrupt();
      return ended.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing ends a playback with an exception", e);
    }
  }

  private Duration given() {
    return Duration.ofNanos(call.deadline().nanos() - call.arrived());
  }

  private boolean leave(Outcome why) {
    boolean decided = end.compareAndSet(null, why);
    if (decided) {
      ended.complete(why);
    }
    return decided;
  }

  private void begin() {
    if (end.get() == null) {
      sink.head(head);
      sink.progress(Progress.MEANINGFUL);
      pump();
    }
  }

  private void pump() {
    while (end.get() == null && written < kept.parts().size()) {
      if (!sink.writable()) {
        sink.flush();
        sink.onWritable(this::pump);
        return;
      }
      sink.body(Unpooled.wrappedBuffer(kept.parts().get(written++)));
    }
    finish();
  }

  private void finish() {
    var answered = new Answered();
    if (end.compareAndSet(null, answered)) {
      sink.usage(NOTHING);
      sink.progress(Progress.TERMINATED);
      sink.end();
      ended.complete(answered);
    }
  }
}

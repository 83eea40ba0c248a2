package dev.sluice.cache;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CommitPoint;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
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
  /// How much is written at once: what a call may hold.
  private static final int PIECE = CommitPoint.HELD_MAX;

  /// A hit uses nothing.
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final Call call;
  private final Sink sink;
  private final Kept kept;
  private final Head head;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /// Set once, by the loop or by the call's thread: what becomes of it.
  private final AtomicReference<@Nullable Outcome> end = new AtomicReference<>();

  // Confined to the loop.
  private int written;
  private int within;

  /// @param age how old the answer is
  Playback(Call call, Sink sink, Kept kept, Duration age) {
    this.call = call;
    this.sink = sink;
    this.kept = kept;
    this.head = kept.head().with(Cache.HEADER, "hit").with("age", String.valueOf(age.toSeconds()));
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
      sink.body(piece());
    }
    finish();
  }

  /// The next one: a part as it was told, whole events of a stream, unless it is larger than a call
  /// may hold. Others wrap the same array.
  private ByteBuf piece() {
    byte[] part = kept.parts().get(written);
    int size = Math.min(part.length - within, kept.stream() ? part.length : PIECE);
    ByteBuf piece = Unpooled.wrappedBuffer(part, within, size).asReadOnly();
    within += size;
    if (within == part.length) {
      written++;
      within = 0;
    }
    return piece;
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

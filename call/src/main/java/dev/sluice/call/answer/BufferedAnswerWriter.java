package dev.sluice.call.answer;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A writer of a complete answer into a call's sink, on the call's loop and at the pace of its
/// client, while the call's thread waits.
public final class BufferedAnswerWriter {
  /// The most bytes that are written at once, which is the most that a call may hold.
  private static final int PIECE = CommitPoint.HELD_MAX;

  private final Call call;
  private final Sink sink;
  private final BufferedAnswer answer;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /// The outcome of the writing, set once, by the loop or by the call's thread.
  private final AtomicReference<@Nullable Outcome> end = new AtomicReference<>();

  // Confined to the loop.
  private int written;
  private int within;

  /// @param sink a sink into which no answer has been written
  public BufferedAnswerWriter(Call call, Sink sink, BufferedAnswer answer) {
    this.call = call;
    this.sink = sink;
    this.answer = answer;
  }

  /// Writes the answer and waits for its end, for `limit` at most. On the call's thread.
  ///
  /// @throws InterruptedException if the caller has left
  public Outcome run(Duration limit) throws InterruptedException {
    call.loop().execute(this::begin);
    try {
      return ended.get(limit.toNanos(), TimeUnit.NANOSECONDS);
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
      throw new IllegalStateException("nothing ends a delivery with an exception", e);
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
      sink.head(answer.head());
      sink.progress(Progress.MEANINGFUL);
      dispatch();
    }
  }

  private void dispatch() {
    while (end.get() == null && written < answer.parts().size()) {
      if (!sink.writable()) {
        sink.flush();
        sink.onWritable(this::dispatch);
        return;
      }
      sink.body(piece());
    }
    finish();
  }

  /// Returns the next piece: one part as it was received, which is whole events of a stream, unless
  /// the part is larger than a call may hold. The buffer wraps the part's own array.
  private ByteBuf piece() {
    byte[] part = answer.parts().get(written);
    int size = Math.min(part.length - within, answer.stream() ? part.length : PIECE);
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
      sink.info().owes(answer.usage());
      sink.progress(Progress.TERMINATED);
      sink.end();
      ended.complete(answered);
    }
  }
}

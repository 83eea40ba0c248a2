package dev.sluice.provider;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.provider.answer.AssembledAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A writer of a large assembled answer into its sink, on the loop and at the pace of the client,
/// while the call's thread waits: the whole answer at once would be copied to the direct memory of
/// the client's connection. It is an exchange of the attempt, and is stopped like one.
final class PacedAnswer implements AttemptHandle {
  private final Call call;
  private final AttemptInfo attempt;
  private final Sink sink;
  private final AssembledAnswer answer;
  private final Iterator<ByteBuf> parts;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /// The part that is being written. Confined to the loop.
  private ByteBuf part = Unpooled.EMPTY_BUFFER;

  PacedAnswer(Call call, AttemptInfo attempt, Sink sink, AssembledAnswer answer) {
    this.call = call;
    this.attempt = attempt;
    this.sink = sink;
    this.answer = answer;
    this.parts = answer.parts().iterator();
  }

  /// Writes the answer and waits for its end. On the call's thread.
  ///
  /// @throws InterruptedException if the caller has left
  Outcome run() throws InterruptedException {
    call.loop().execute(() -> guarded(this::begin));
    try {
      return ended.get();
    } catch (InterruptedException left) {
      abort(new Failed.Cancelled());
      throw left;
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    }
  }

  /// Stops the writing. Safe for any thread; the part that is being written at that moment is still
  /// written.
  @Override
  public void abort(Failed why) {
    ended.complete(why);
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error bug) {
      ended.completeExceptionally(bug);
    }
  }

  private void begin() {
    attempt.begin(this);
    if (!ended.isDone()) {
      sink.head(answer.head());
      dispatch();
    }
  }

  private void dispatch() {
    while (!ended.isDone() && (part.isReadable() || parts.hasNext())) {
      if (!sink.writable()) {
        sink.flush();
        sink.onWritable(() -> guarded(this::dispatch));
        return;
      }
      part = part.isReadable() ? part : parts.next();
      sink.body(part.readRetainedSlice(Math.min(part.readableBytes(), CommitPoint.HELD_MAX)));
    }
    if (!ended.isDone()) {
      sink.end();
      ended.complete(new Answered());
    }
  }
}

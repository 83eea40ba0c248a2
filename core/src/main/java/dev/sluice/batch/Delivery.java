package dev.sluice.batch;

import dev.sluice.call.Answered;
import dev.sluice.call.Outcome;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CountDownLatch;

/// Hands an answer to the sink of one call, as fast as that takes it. On the call's loop, but for
/// [#await] and [#stop].
final class Delivery implements Runnable {
  private static final int PIECE = 64 * 1024;

  private final Sink sink;
  private final Verdict.Part part;
  private final ByteBuf body;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean begun;
  private volatile boolean stopped;

  Delivery(Sink sink, Verdict.Part part) {
    this.sink = sink;
    this.part = part;
    this.body = part.body().duplicate();
  }

  @Override
  public void run() {
    if (stopped) {
      return;
    }
    if (!begun) {
      begun = true;
      sink.head(part.head());
      sink.progress(Progress.MEANINGFUL);
    }
    while (body.isReadable()) {
      if (!sink.writable()) {
        sink.flush();
        sink.onWritable(this);
        return;
      }
      sink.body(body.readRetainedSlice(Math.min(PIECE, body.readableBytes())));
    }
    sink.usage(part.usage());
    sink.progress(Progress.TERMINATED);
    sink.end();
    ended.countDown();
  }

  /// Waits until the sink has everything. On the call's thread.
  Outcome await() throws InterruptedException {
    ended.await();
    return new Answered();
  }

  /// Nothing more is written.
  void stop() {
    stopped = true;
  }
}

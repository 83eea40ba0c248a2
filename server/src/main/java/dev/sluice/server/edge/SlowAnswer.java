package dev.sluice.server.edge;

import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.http.AnswerWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The way of a long answer from the thread that makes it to its client's connection, which may
/// take it slowly: the thread waits while two pieces are under way, or the connection has enough to
/// send.
final class SlowAnswer {
  private static final int MOST = 2;

  /// What pieces under way and in the connection's buffers take at most.
  private static final int HELD = 256 * 1024;

  private final Channel channel;
  private final Reservation memory;
  private final ThreadSignal changed = new ThreadSignal();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean writable = true;
  private volatile boolean gone;

  /// Confined to the loop.
  private @Nullable AnswerWriter writer;

  /// @param memory of direct memory, for what the client has not taken
  SlowAnswer(Channel channel, Reservation memory) {
    this.channel = channel;
    this.memory = memory;
  }

  /// Takes the memory that it needs.
  ///
  /// @return whether there is so much
  boolean hasRoom() {
    return memory.resize(HELD);
  }

  /// Begins the body of the answer. On the loop.
  void begin(AnswerWriter to) {
    writer = to;
  }

  /// Writes a piece, and waits until it may. For one thread, and not on the loop.
  void write(byte[] bytes, int from, int length) throws ClientGone, InterruptedException {
    changed.await(() -> gone || (writable && underWay.get() < MOST));
    if (gone) {
      throw new ClientGone();
    }
    underWay.incrementAndGet();
    ByteBuf piece = channel.alloc().ioBuffer(length).writeBytes(bytes, from, length);
    try {
      channel.eventLoop().execute(() -> pass(piece));
    } catch (RejectedExecutionException ended) {
      piece.release();
      throw new ClientGone();
    }
  }

  /// Where a piece cannot be passed on, as for want of memory, the connection is broken: the thread
  /// would wait, and the client with it.
  private void pass(ByteBuf piece) {
    boolean passed = false;
    try {
      send(piece);
      passed = true;
    } finally {
      if (!passed) {
        AnswerWriter.reset(channel);
      }
      writable = channel.isWritable();
      underWay.decrementAndGet();
      changed.signal();
    }
  }

  private void send(ByteBuf piece) {
    AnswerWriter to = writer;
    if (to == null || !channel.isActive()) {
      piece.release();
    } else {
      to.write(piece);
      to.flush();
    }
  }

  /// Goes on, since the client takes more again. On the loop.
  void writableAgain() {
    writable = true;
    changed.signal();
  }

  /// Ends the answer. On the loop.
  ///
  /// @return whether the connection may serve another request
  boolean finish() {
    AnswerWriter to = writer;
    if (to == null) {
      return false;
    }
    to.finish();
    return to.reusable();
  }

  /// Drops what still comes, since nobody waits for it. On the loop.
  void gone() {
    writer = null;
    memory.close();
    gone = true;
    changed.signal();
  }
}

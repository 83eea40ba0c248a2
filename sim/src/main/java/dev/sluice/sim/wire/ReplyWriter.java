package dev.sluice.sim.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends one reply, each piece when it is due. Pieces that are due at the same time go out in one
/// write; when the client reads slowly, the body is not pulled.
///
/// ```text
/// playing -> waiting for the time of the next piece --> playing
///         -> waiting for the socket to take more -----> playing
///         -> over (played, or the client has left)
/// ```
///
/// Due times add up from the start, so that a late timer delays nothing behind it. Confined to the
/// connection's loop.
final class ReplyWriter implements Runnable {
  private static final int WRITE = 32 * 1024;

  private final Channel channel;
  private final HttpReply reply;
  private final boolean keepAlive;
  private final ReplyTimer time;
  private final Stage stage;

  private @Nullable Piece piece;
  private @Nullable ByteBuf out;
  private @Nullable Runnable timer;
  private boolean headSent;
  private boolean running;
  private boolean blocked;
  private boolean silent;
  private boolean over;
  private long due;

  /// The channel that a reply is written to.
  @FunctionalInterface
  interface Stage {

    /// Notes that the reply is over; called exactly once, before the connection is closed if it
    /// will be.
    ///
    /// @param open whether another reply may follow on the connection
    void ended(ReplyDelivery.Finish how, boolean open);
  }

  /// Ready to start.
  ///
  /// @param keepAlive whether the client would send another request on this connection
  ReplyWriter(Channel channel, HttpReply reply, boolean keepAlive, ReplyTimer time, Stage stage) {
    this.channel = channel;
    this.reply = reply;
    this.keepAlive = keepAlive && reply.head().keepsAlive();
    this.time = time;
    this.stage = stage;
  }

  void start() {
    due = time.nanos() + reply.afterNanos();
    run();
  }

  /// Goes on where the socket takes more bytes.
  void writable() {
    if (timer == null) {
      run();
    }
  }

  /// Ends the answer of a connection that has ended.
  void left() {
    if (timer != null) {
      timer.run();
    }
    end(ReplyDelivery.Finish.LEFT, false);
  }

  @Override
  public void run() {
    if (running || over || silent) {
      return;
    }
    running = true;
    timer = null;
    try {
      // Flushing may empty the socket's queue at once, and then no event calls again.
      do {
        play();
        flush();
      } while (blocked && channel.isWritable());
    } catch (RuntimeException bug) {
      drop();
      channel.pipeline().fireExceptionCaught(bug);
    } finally {
      running = false;
    }
  }

  private void play() {
    blocked = false;
    while (isDue()) {
      if (!headSent) {
        headSent = true;
        append(reply.head().render(), false);
      } else if (!sendPiece()) {
        return;
      }
    }
  }

  /// Whether what comes next may be sent now; sees to being called again otherwise.
  private boolean isDue() {
    if (headSent && piece == null) {
      piece = reply.body().next();
      due += piece.afterNanos();
    }
    long wait = due - time.nanos();
    if (wait > 0) {
      timer = time.schedule(channel.eventLoop(), this, wait);
      return false;
    }
    blocked = !channel.isWritable();
    return !blocked;
  }

  private boolean sendPiece() {
    Piece current = Objects.requireNonNull(piece);
    piece = null;
    Ending ending = current.ending();
    if (ending != null) {
      finish(ending);
      return false;
    }
    append(current.bytes(), true);
    return true;
  }

  private void append(byte[] bytes, boolean framed) {
    ByteBuf buffer = buffer(bytes.length + 16);
    if (framed) {
      reply.head().framing().write(buffer, bytes);
    } else {
      buffer.writeBytes(bytes);
    }
    if (buffer.readableBytes() >= WRITE) {
      flush();
    }
  }

  private ByteBuf buffer(int size) {
    if (out == null) {
      out = channel.alloc().buffer(Math.max(size, 1024));
    }
    return out;
  }

  private void flush() {
    ByteBuf buffer = out;
    out = null;
    if (buffer != null) {
      var _ = channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  private void drop() {
    if (out != null) {
      out.release();
      out = null;
    }
  }

  private void finish(Ending ending) {
    switch (ending) {
      case CLEAN -> finishCleanly();
      case FIN -> close();
      case RESET -> reset();
      case HANG -> silent = true;
    }
  }

  private void finishCleanly() {
    reply.head().framing().end(buffer(16));
    flush();
    if (keepAlive) {
      end(ReplyDelivery.Finish.PLAYED, true);
    } else {
      close();
    }
  }

  private void close() {
    flush();
    end(ReplyDelivery.Finish.PLAYED, false);
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void reset() {
    flush();
    end(ReplyDelivery.Finish.PLAYED, false);
    Resets.reset(channel);
  }

  private void end(ReplyDelivery.Finish how, boolean open) {
    if (!over) {
      over = true;
      stage.ended(how, open);
    }
  }
}

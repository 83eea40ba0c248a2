package dev.sluice.sim.proxy;

import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One direction of a connection: bytes wait in a queue until they are due. Reading from the source
/// pauses while too many of them wait. Confined to the proxy's loop.
final class Pipe {
  private static final int MAX_WAITING = 64 * 1024;

  private final Channel source;
  private final SocketChannel target;
  private final Supplier<Way> way;
  private final Clock clock;
  private final Runnable ended;

  private final ArrayDeque<Parcel> queue = new ArrayDeque<>();
  private long passed;
  private int waiting;
  private long freeAt;
  private boolean sourceEnded;
  private boolean pumping;
  private boolean timed;
  private boolean over;

  /// Bytes that may not go on before their time.
  private record Parcel(ByteBuf bytes, long arrived) {}

  Pipe(Channel source, SocketChannel target, Supplier<Way> way, Clock clock, Runnable ended) {
    this.source = source;
    this.target = target;
    this.way = way;
    this.clock = clock;
    this.ended = ended;
    this.freeAt = clock.nanos();
  }

  /// Bytes have come; they are owned from here on.
  void offer(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    queue.add(new Parcel(bytes, clock.nanos()));
    waiting += bytes.readableBytes();
    pump();
  }

  /// Notes that the source has ended, so that nothing more will come.
  void sourceEnded() {
    sourceEnded = true;
    pump();
  }

  /// Sends the bytes that are due.
  void pump() {
    if (pumping) {
      return;
    }
    sendWhatIsDue();
    if (!over && sourceEnded && queue.isEmpty()) {
      cut();
    }
    source.config().setAutoRead(waiting < MAX_WAITING);
  }

  private void sendWhatIsDue() {
    // A write may tell at once that the channel takes less, or more.
    pumping = true;
    while (!over && !timed && !queue.isEmpty() && target.isWritable()) {
      step(queue.getFirst(), way.get());
    }
    pumping = false;
  }

  /// Drops the bytes that still wait.
  void close() {
    over = true;
    queue.forEach(parcel -> parcel.bytes().release());
    queue.clear();
  }

  private void step(Parcel parcel, Way way) {
    long due = Math.max(freeAt, parcel.arrived() + way.delay().toNanos());
    long wait = due - clock.nanos();
    if (wait > 0) {
      again(wait);
    } else if (passed >= way.limit()) {
      end(way.end());
    } else {
      send(parcel, size(parcel, way), way);
    }
  }

  private int size(Parcel parcel, Way way) {
    // A hundredth of a second's worth at a time makes an even flow.
    long even = Math.max(1, way.bytesPerSecond() / 100);
    long most = Math.min(Math.min(way.piece(), even), way.limit() - passed);
    return (int) Math.min(most, parcel.bytes().readableBytes());
  }

  private void send(Parcel parcel, int size, Way way) {
    var _ = target.writeAndFlush(parcel.bytes().readRetainedSlice(size));
    passed += size;
    waiting -= size;
    double seconds = (double) size / way.bytesPerSecond();
    freeAt = Math.max(freeAt, clock.nanos()) + (long) (seconds * 1e9);
    if (!parcel.bytes().isReadable()) {
      queue.removeFirst().bytes().release();
    }
    if (passed >= way.limit()) {
      end(way.end());
    } else if (way.piece() < Integer.MAX_VALUE) {
      // Lets the other side read each piece by itself, as far as that can be had.
      again(0);
    }
  }

  private void again(long nanos) {
    timed = true;
    var _ =
        target
            .eventLoop()
            .schedule(
                () -> {
                  timed = false;
                  pump();
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  private void end(Way.End end) {
    switch (end) {
      case CUT -> cut();
      case RESET -> {
        close();
        Link.reset(target, source);
      }
    }
  }

  private void cut() {
    close();
    target
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            _ -> {
              var _ = target.shutdownOutput();
              ended.run();
            });
  }
}

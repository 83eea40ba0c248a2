package dev.sluice.server.http;

import dev.sluice.call.runtime.Clock;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// The judgement whether a client takes anything of what waits to be sent to it. Confined to the
/// loop.
public final class WriteStall {
  /// The interval of checks within a client's patience, since the bytes that the socket's buffers
  /// take in the first moment are no sign of it.
  private static final int LOOKS = 10;

  private final Channel channel;
  private final Duration limit;
  private long pending;
  private long sentOfNext;
  private long moved;

  /// @param limit how long a client may take nothing
  public WriteStall(Channel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /// Begins to watch: bytes that have moved before do not count.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  /// @return how long to wait before the first look
  public Duration begin(long now) {
    var _ = hasMoved();
    moved = now;
    return limit.dividedBy(LOOKS);
  }

  /// Looks.
  ///
  /// @return how long to wait before the next look; empty if the client has taken nothing for too
  ///   long
  public Optional<Duration> look(long now) {
    if (hasMoved()) {
      moved = now;
    }
    Duration left = limit.minusNanos(now - moved);
    Duration part = limit.dividedBy(LOOKS);
    return left.isPositive()
        ? Optional.of(left.compareTo(part) < 0 ? left : part)
        : Optional.empty();
  }

  /// Watches from now on, until the timer is set to something else, and resets the connection of a
  /// client that takes nothing for too long.
  public void watch(LazyTimer timer, Clock clock) {
    timer.set(begin(clock.nanos()), () -> lookAgain(timer, clock));
  }

  /// Watches a client that has enough to take already, as that of an answer which has begun in
  /// front of its request's end, and clears the timer of any other.
  public void watchIfFull(LazyTimer timer, Clock clock) {
    if (channel.isWritable()) {
      timer.clear();
    } else {
      watch(timer, clock);
    }
  }

  private void lookAgain(LazyTimer timer, Clock clock) {
    look(clock.nanos())
        .ifPresentOrElse(
            wait -> timer.set(wait, () -> lookAgain(timer, clock)),
            () -> AnswerWriter.reset(channel));
  }

  /// Whether anything waits to be sent.
  public boolean pending() {
    return pending(channel) > 0;
  }

  /// How many bytes wait to be sent on `channel`. Safe for any thread; a moment old.
  public static long pending(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out != null) {
      return out.totalPendingWriteBytes();
    }
    return channel.isActive() && channel.parent() instanceof SocketChannel ? ofStream(channel) : 0;
  }

  /// How many bytes wait on a stream, whose channel has no buffer and tells how far it is from the
  /// marks at which it becomes writable or ceases to be.
  private static long ofStream(Channel stream) {
    return stream.isWritable()
        ? stream.config().getWriteBufferHighWaterMark() + 1 - stream.bytesBeforeUnwritable()
        : stream.config().getWriteBufferLowWaterMark() - 1 + stream.bytesBeforeWritable();
  }

  private boolean hasMoved() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    long before = pending;
    long sentBefore = sentOfNext;
    pending = pending(channel);
    sentOfNext = out == null ? 0 : out.currentProgress();
    return pending != before || sentOfNext != sentBefore;
  }
}

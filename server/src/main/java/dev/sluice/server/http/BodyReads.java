package dev.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The reads of a connection from its socket, which go into buffers of Netty's choice, or, while a
/// large body comes, to where its bytes are to stay. Only for a connection whose bytes are passed
/// on as they are read: not for TLS. Confined to the loop.
public final class BodyReads implements RecvByteBufAllocator {
  /// How many bytes a connection brings before the others of its loop have their turn.
  private static final int TURN = 1 << 20;

  /// How often a connection is read in a turn of its loop, as Netty has it.
  private static final int OFTEN = 16;

  private static final RecvByteBufAllocator USUAL =
      new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(OFTEN);

  private @Nullable Target target;

  /// The place where the bytes of a body are to stay.
  @FunctionalInterface
  public interface Target {
    /// A buffer for the bytes that come next, of as many as the body may still have, which is the
    /// caller's; null where they are to be read as usual.
    @Nullable ByteBuf next();
  }

  private BodyReads() {}

  /// Lets the reads of a connection be directed, which has not been read yet.
  public static void prepare(Channel channel) {
    channel.config().setRecvByteBufAllocator(new BodyReads());
  }

  /// Directs the reads of a connection to `target` from now on, if it is prepared for that.
  ///
  /// @param target null for none
  static void direct(Channel channel, @Nullable Target target) {
    RecvByteBufAllocator allocator = channel.config().getRecvByteBufAllocator();
    if (allocator instanceof BodyReads reads) {
      reads.target = target;
    }
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Directed((ExtendedHandle) USUAL.newHandle());
  }

  private final class Directed extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle handle;

    /// How many bytes have come in this turn of the connection.
    private long bytes;

    Directed(ExtendedHandle handle) {
      super(handle);
      this.handle = handle;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator alloc) {
      Target current = target;
      ByteBuf next = current == null ? null : current.next();
      return next == null ? super.allocate(alloc) : next;
    }

    @Override
    public void reset(ChannelConfig config) {
      bytes = 0;
      super.reset(config);
    }

    @Override
    public void lastBytesRead(int read) {
      bytes += Math.max(0, read);
      super.lastBytesRead(read);
    }

    @Override
    public boolean continueReading() {
      return bytes < TURN && super.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier mayHaveMore) {
      return bytes < TURN && handle.continueReading(mayHaveMore);
    }
  }
}

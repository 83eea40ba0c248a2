package dev.sluice.server.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The decoder of the head with which a named proxy begins a connection. It takes itself out behind
/// the head, and passes on what has arrived after it; a connection that begins otherwise is closed:
/// who it comes from could not be told. Confined to the loop.
public final class ProxyHeadDecoder extends ByteToMessageDecoder {
  private final Runnable malformed;
  private final Consumer<Optional<InetAddress>> found;
  private final Future<?> timeout;
  private boolean over;

  /// @param channel the connection
  /// @param patience how long the head may take to arrive
  /// @param malformed called when a connection is closed for its head
  /// @param found adds the handlers behind this one; told the client's address, empty where the
  ///   proxy speaks for itself
  public ProxyHeadDecoder(
      Channel channel,
      Duration patience,
      Runnable malformed,
      Consumer<Optional<InetAddress>> found) {
    this.malformed = malformed;
    this.found = found;
    this.timeout =
        channel
            .eventLoop()
            .schedule(() -> refuse(channel), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      ProxyHead head = ProxyHead.read(in);
      if (head != null) {
        over = true;
        found.accept(head.client());
        ctx.pipeline().remove(this);
      }
    } catch (ProxyHead.Malformed e) {
      refuse(ctx.channel());
    }
  }

  private void refuse(Channel channel) {
    if (!over) {
      over = true;
      malformed.run();
      var _ = channel.close();
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    var _ = timeout.cancel(false);
  }
}

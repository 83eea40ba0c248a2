package dev.sluice.transport.http;

import dev.sluice.call.Failed.Obstacle;
import dev.sluice.config.provider.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// The way through a proxy: a handler that asks the proxy for a connection to the origin once the
/// channel to the proxy is open, lets nothing else pass until the proxy agrees, and then leaves the
/// pipeline. What stands behind it sees a channel that opens late and leads to the origin.
///
/// ```
/// channel open --ask--> asked --agreed--> [TLS with the origin] --> Connection
///                         |
///                         +--denied, failed, cut--> Opening#fail
/// ```
///
/// Plain `http` origins are asked for by a tunnel too, so that no answer of the proxy can be taken
/// for one of the provider. Confined to the loop. Like a dial, a tunnel knows no timeouts. A proxy
/// that says more than it should before it is spoken to is refused: no server of HTTP or TLS speaks
/// first.
abstract class Tunnel extends ByteToMessageDecoder {
  private final LoopSockets sockets;
  private final Connection.Opening opening;

  /// The origin that the connection is to lead to.
  final Origin origin;

  private boolean over;

  Tunnel(LoopSockets sockets, Origin origin, Connection.Opening opening) {
    this.sockets = sockets;
    this.origin = origin;
    this.opening = opening;
  }

  /// The first bytes for the proxy.
  abstract ByteBuf greeting(ByteBufAllocator allocator);

  /// Reads what the proxy has said, if it is whole.
  abstract void read(ChannelHandlerContext ctx, ByteBuf in);

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var _ = ctx.writeAndFlush(greeting(ctx.alloc()));
  }

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (!over) {
      read(ctx, in);
    }
    if (over) {
      in.skipBytes(in.readableBytes());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    failed("its proxy broke off before the connection was open");
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed("the connection with its proxy broke");
    ctx.fireExceptionCaught(cause);
  }

  /// Ends the tunnel: the channel leads to the origin.
  ///
  /// @param in what was read and not understood, which must be nothing
  final void agreed(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.isReadable()) {
      failed("its proxy sent more than its consent");
      return;
    }
    over = true;
    if (origin.tls()) {
      ctx.pipeline().addAfter(ctx.name(), null, sockets.tls(ctx.alloc(), origin));
    }
    ctx.fireChannelActive();
    if (!ctx.isRemoved()) {
      ctx.pipeline().remove(this);
    }
  }

  /// Gives the connection up, since the proxy does not let it pass.
  final void denied(String detail) {
    end(Obstacle.PROXY_DENIED, detail);
  }

  /// Gives the connection up, since the proxy does not do what proxies do.
  final void failed(String detail) {
    end(Obstacle.PROXY_FAILED, detail);
  }

  private void end(Obstacle obstacle, String detail) {
    if (!over) {
      over = true;
      opening.fail(obstacle, detail);
    }
  }
}

package dev.sluice.transport.http;

import dev.sluice.call.Failed.Obstacle;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/// What makes TLS with a proxy look like a plain channel to the handlers behind it: the channel
/// opens when the handshake is done, and no event of this TLS is taken for one of the provider's,
/// whose notice of an end says that an answer is whole. Confined to the loop.
final class ProxyTls extends ChannelInboundHandlerAdapter {
  private final Connection.Opening opening;

  ProxyTls(Connection.Opening opening) {
    this.opening = opening;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // The handshake comes first.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent shaken when shaken.isSuccess() -> ctx.fireChannelActive();
      case SslHandshakeCompletionEvent _ when ctx.channel().isActive() ->
          opening.fail(Obstacle.PROXY_FAILED, "the TLS handshake with its proxy failed");
      case SslCompletionEvent _ -> {}
      default -> ctx.fireUserEventTriggered(event);
    }
  }
}

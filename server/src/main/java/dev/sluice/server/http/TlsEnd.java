package dev.sluice.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/// The ends of a connection that may have TLS. Without TLS nothing of that is loaded for them.
/// Called on a channel's loop.
public final class TlsEnd {
  /// The name of the handler in a connection's pipeline.
  public static final String TLS = "tls";

  private TlsEnd() {}

  /// Whether a channel has TLS.
  public static boolean isSecure(Channel channel) {
    return channel.pipeline().context(TLS) != null;
  }

  /// Sends the end of TLS, where a channel has it: what was sent is known to be whole.
  ///
  /// @param ended called once it is sent
  public static void send(Channel channel, Runnable ended) {
    ChannelHandlerContext tls = channel.pipeline().context(TLS);
    if (tls == null) {
      ended.run();
    } else {
      var _ = ((SslHandler) tls.handler()).closeOutbound().addListener(_ -> ended.run());
    }
  }

  /// Closes a channel at once: what waits to be sent is dropped, the end of TLS too.
  public static void drop(Channel channel) {
    ChannelHandlerContext tls = channel.pipeline().context(TLS);
    var _ = tls == null ? channel.close() : tls.close();
  }
}

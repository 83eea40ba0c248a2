package dev.sluice.transport.http;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/// The handlers that lead a channel through a proxy, by the kind of the proxy.
final class Tunnels {
  private Tunnels() {}

  /// Adds to a new channel's pipeline what leads through `proxy` to `origin`.
  static void add(
      Channel channel,
      LoopSockets sockets,
      ProxyConfig proxy,
      Origin origin,
      Connection.Opening opening) {
    if (origin.way().tlsToProxy()) {
      ChannelHandler tls = sockets.proxyTls(channel.alloc(), proxy, origin.way().tls());
      channel.pipeline().addLast(tls, new ProxyTls(opening));
    }
    channel
        .pipeline()
        .addLast(
            switch (proxy.kind()) {
              case HTTP, HTTPS -> new ConnectTunnel(sockets, origin, opening, proxy.login());
              case SOCKS5 -> new SocksTunnel(sockets, origin, opening, proxy.login());
            });
  }
}

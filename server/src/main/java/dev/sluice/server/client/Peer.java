package dev.sluice.server.client;

import dev.sluice.server.proxy.NamedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The other end of a connection. Immutable.
///
/// @param client stands for its address
/// @param key the name of the key that its certificate stands for; empty for none
/// @param certificate the SHA-256 of its certificate, as `x5t#S256` (RFC 8705) has it; null for
///   none
/// @param proxy its address where that is a named proxy's, whose requests say whose they are; null
///   for none
/// @param proxies those that are named
public record Peer(
    Client client,
    Optional<String> key,
    @Nullable String certificate,
    @Nullable InetAddress proxy,
    NamedProxies proxies) {

  /// The other end of a channel.
  public static Peer of(Channel channel, NamedProxies proxies) {
    InetAddress from = address(channel);
    return from == null
        ? new Peer(Client.at(channel), Optional.empty(), null, null, proxies)
        : of(from, proxies);
  }

  /// The other end of a connection from an address.
  public static Peer of(InetAddress from, NamedProxies proxies) {
    return new Peer(
        Client.at(from), Optional.empty(), null, proxies.has(from) ? from : null, proxies);
  }

  private static @Nullable InetAddress address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress from ? from.getAddress() : null;
  }

  /// Returns this peer with a certificate.
  ///
  /// @param certified the name of the key that it stands for; empty for none
  /// @param digest the SHA-256 of the certificate; null for none
  public Peer with(Optional<String> certified, @Nullable String digest) {
    return new Peer(client, certified, digest, proxy, proxies);
  }

  /// Whether it begins with a head that says where it comes from.
  public boolean introducesItself() {
    return proxy != null && proxies.protocol();
  }

  /// The client that stands for the address of a request.
  public Client client(HttpHeaders headers) {
    return proxy == null ? client : Client.at(proxies.client(proxy, headers));
  }
}

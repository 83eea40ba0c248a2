package dev.sluice.server.edge;

import dev.sluice.server.http.TlsEnd;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of this gateway as a client sees it: a scheme, and what its `Host` says. A client
/// sends its key to an address that it is told, so that none is told whose scheme is a guess:
/// behind a proxy that ends TLS and does not say so, `http` would have the key sent for all to
/// read.
final class SeenAddress {
  private static final String HTTPS = "https";
  private static final String HTTP = "http";
  private static final String PROTO = "x-forwarded-proto";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::(?<port>[0-9]{1,5}))?");

  private SeenAddress() {}

  /// The address that the client of a request sees. On the loop.
  ///
  /// @param channel of the request
  /// @return such as `https://gateway.example.com:8443`; empty where it is not known for sure
  static Optional<String> of(Channel channel, HttpHeaders headers) {
    String host = headers.get(HttpHeaderNames.HOST, "");
    Matcher form = HOST.matcher(host);
    return form.matches()
        ? scheme(channel, headers, form.group("port")).map(scheme -> scheme + "://" + host)
        : Optional.empty();
  }

  /// What a proxy says counts before what arrives here. Without its word a plain connection is the
  /// client's own where the client has named the port at which it arrives.
  private static Optional<String> scheme(Channel channel, HttpHeaders headers, String port) {
    String told = headers.get(PROTO, "");
    if (told.equals(HTTPS) || told.equals(HTTP)) {
      return Optional.of(told);
    }
    if (isSecure(channel)) {
      return Optional.of(HTTPS);
    }
    boolean direct =
        channel.localAddress() instanceof InetSocketAddress here
            && Integer.toString(here.getPort()).equals(port);
    return direct ? Optional.of(HTTP) : Optional.empty();
  }

  /// The TLS of a stream of HTTP/2 is its connection's.
  private static boolean isSecure(Channel channel) {
    Channel connection = channel.parent();
    return TlsEnd.isSecure(channel) || (connection != null && TlsEnd.isSecure(connection));
  }
}

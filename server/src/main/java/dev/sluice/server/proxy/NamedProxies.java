package dev.sluice.server.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The proxies that a configuration names.
///
/// @param ranges their addresses; none for no proxies
/// @param protocol whether each of their connections begins with a head of the PROXY protocol
public record NamedProxies(List<AddressRange> ranges, boolean protocol) {
  /// No proxies.
  public static final NamedProxies NONE = new NamedProxies(List.of(), false);

  private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");

  /// The longest address that is looked at, with a port and brackets, in characters.
  private static final int LONGEST = 64;

  public NamedProxies {
    ranges = List.copyOf(ranges);
    if (protocol && ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "server.proxy_protocol needs server.proxies: name the proxies' addresses there");
    }
  }

  /// Whether an address is a proxy's.
  public boolean has(InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// The client of a request that a proxy has sent. Each proxy adds the address that it was asked
  /// from at the end of `x-forwarded-for`, so the client is the last that is no proxy; what stands
  /// before it may be the client's own invention. Where a proxy names nothing that is an address,
  /// it is the client itself.
  ///
  /// @param proxy the proxy's address
  public InetAddress client(InetAddress proxy, HttpHeaders headers) {
    InetAddress client = proxy;
    List<String> values = headers.getAll(FORWARDED_FOR);
    for (String value : values.reversed()) {
      for (int end = value.length(); end >= 0; ) {
        int comma = value.lastIndexOf(',', end - 1);
        Optional<InetAddress> named = address(value, comma + 1, end);
        if (named.isEmpty()) {
          return client;
        }
        client = named.get();
        if (!has(client)) {
          return client;
        }
        end = comma;
      }
    }
    return client;
  }

  private static Optional<InetAddress> address(String value, int begin, int end) {
    return end - begin > LONGEST
        ? Optional.empty()
        : AddressRange.address(withoutPort(value.substring(begin, end).strip()));
  }

  /// `192.0.2.1:80`, `[2001:db8::1]:80` and `[2001:db8::1]` without what is not the address.
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      return close < 0 ? text : text.substring(1, close);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }
}

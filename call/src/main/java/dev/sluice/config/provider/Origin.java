package dev.sluice.config.provider;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/// An origin that requests go to; from configuration only.
///
/// @param tls whether TLS is spoken (host name verified, SNI)
/// @param host name or literal address; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param allowPrivate whether it may resolve to a loopback, link-local or private address
/// @param way how connections to it are made; two ways to one host have connections of their own
public record Origin(boolean tls, String host, int port, boolean allowPrivate, WayOut way) {
  /// The names that files of hosts have for the machine itself.
  private static final Set<String> HERE =
      Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback");

  public Origin {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host is empty; it must be a name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; it must be 1 to 65535");
    }
  }

  /// An origin to which connections are made directly.
  public Origin(boolean tls, String host, int port, boolean allowPrivate) {
    this(tls, host, port, allowPrivate, WayOut.DIRECT);
  }

  /// Whether a host plainly leads to this machine or its neighbours. A name may still do so when it
  /// is resolved, and is then refused.
  ///
  /// @param host name or literal address; an IPv6 address without brackets
  public static boolean isInside(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  /// Whether the host is plainly the machine that it is asked from: `localhost` or another usual
  /// name for it, a loopback address or the unspecified one. Behind a proxy it would be the proxy's
  /// machine.
  public boolean isLoopback() {
    String lower = host.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (HERE.contains(name) || name.endsWith(".localhost")) {
      return true;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(name);
      return address.isLoopbackAddress() || address.isAnyLocalAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }
}

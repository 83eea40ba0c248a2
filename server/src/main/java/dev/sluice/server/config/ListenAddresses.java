package dev.sluice.server.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Checks of addresses to listen on.
public final class ListenAddresses {
  private ListenAddresses() {}

  /// Whether only this machine can reach an address; a name that does not resolve may be anything.
  static boolean loopback(InetSocketAddress address) {
    return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
  }

  /// Whether two listeners would take the same port of the same address. Port 0 is another one each
  /// time.
  public static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
    InetAddress first = one.getAddress();
    InetAddress second = other.getAddress();
    return one.getPort() != 0
        && one.getPort() == other.getPort()
        && (first == null
            || second == null
            || first.equals(second)
            || first.isAnyLocalAddress()
            || second.isAnyLocalAddress());
  }

  /// The address as a URL has it.
  public static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /// The address as a client on this machine asks it: an address that stands for all of the
  /// machine's is its loopback address.
  public static String local(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (host == null || !host.isAnyLocalAddress()) {
      return text(address);
    }
    String loopback = host instanceof Inet6Address ? "::1" : "127.0.0.1";
    return text(new InetSocketAddress(InetAddress.ofLiteral(loopback), address.getPort()));
  }
}

package dev.sluice.server.config;

import java.net.InetSocketAddress;

/// Checks of addresses to listen on.
public final class ListenAddresses {
  private ListenAddresses() {}

  /// Whether only this machine can reach it; a name that does not resolve may be anything.
  static boolean loopback(InetSocketAddress address) {
    return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
  }

  /// The address as one would write it in a URL.
  public static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}

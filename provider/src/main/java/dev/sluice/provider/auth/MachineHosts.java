package dev.sluice.provider.auth;

import dev.sluice.config.provider.Origin;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// The hosts that nobody but the machine itself, or its hypervisor, answers at. They have no TLS.
final class MachineHosts {
  /// Google's name of its metadata server, and the addresses of AWS' that are not link-local.
  private static final Set<String> KNOWN =
      Set.of("metadata.google.internal", "fd00:ec2::23", "fd00:ec2::254");

  private static final int ANY_PORT = 1;

  private MachineHosts() {}

  /// Whether an address is one of them: `http`, and a host that is a loopback or link-local address
  /// or a known name.
  static boolean has(URI url) {
    if (url.getHost() == null || !"http".equalsIgnoreCase(url.getScheme())) {
      return false;
    }
    String host = url.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    return KNOWN.contains(host)
        || isLinkLocal(host)
        || new Origin(false, host, ANY_PORT, true).isLoopback();
  }

  private static boolean isLinkLocal(String host) {
    try {
      return InetAddress.ofLiteral(host).isLinkLocalAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }
}

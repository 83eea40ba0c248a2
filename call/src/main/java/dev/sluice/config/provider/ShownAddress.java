package dev.sluice.config.provider;

import java.net.URI;

/// The form of an address in texts: scheme, host and port. A user, a path or a query may hold a
/// secret.
final class ShownAddress {
  private ShownAddress() {}

  static String of(URI url) {
    String host = url.getHost() == null ? "no host" : url.getHost();
    return url.getScheme() + "://" + host + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}

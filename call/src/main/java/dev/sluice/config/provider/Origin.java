package dev.sluice.config.provider;

/// An origin that requests go to; from configuration only.
///
/// @param tls whether TLS is spoken (host name verified, SNI)
/// @param host name or literal address; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param allowPrivate whether it may resolve to a loopback, link-local or private address
public record Origin(boolean tls, String host, int port, boolean allowPrivate) {
  public Origin {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host is empty; it must be a name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; it must be 1 to 65535");
    }
  }
}

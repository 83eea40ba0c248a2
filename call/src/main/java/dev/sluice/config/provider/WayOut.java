package dev.sluice.config.provider;

import java.util.Optional;

/// How connections to a provider are made.
///
/// @param proxy the proxy between; empty for none
/// @param tls what TLS trusts and shows; empty for what holds for all providers
///   ([dev.sluice.config.TransportConfig#tls])
public record WayOut(Optional<ProxyConfig> proxy, Optional<TlsConfig> tls) {
  /// The way of a provider for which nothing is configured.
  public static final WayOut DIRECT = new WayOut(Optional.empty(), Optional.empty());

  /// Whether TLS is spoken with the proxy.
  public boolean tlsToProxy() {
    return proxy.isPresent() && proxy.get().kind() == ProxyConfig.Kind.HTTPS;
  }
}

package dev.sluice.server.config;

/// Where clients may speak HTTP/2.
///
/// @param offered whether connections with TLS offer it (ALPN)
/// @param clearText whether connections without TLS may begin with it, by prior knowledge (h2c)
public record Http2Config(boolean offered, boolean clearText) {
  /// The default: with TLS alone.
  public static final Http2Config USUAL = new Http2Config(true, false);
}

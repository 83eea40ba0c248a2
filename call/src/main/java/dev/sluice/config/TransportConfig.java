package dev.sluice.config;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// The settings of connections to the providers.
///
/// @param connections how many connections one loop may have to one origin, those being made
///   included; the pool never queues
/// @param idle how long a connection may wait unused before it is closed (at most half as long
///   again)
/// @param maxAge how long a connection may be used at all, so that a change of address is noticed;
///   spread by a tenth either way, lest all be made anew at once
/// @param tls the trusted certificates and the enabled protocols. The context must verify host
///   names; empty where no provider speaks TLS
public record TransportConfig(
    int connections, Duration idle, Duration maxAge, Optional<SslContext> tls) {
  public TransportConfig {
    if (connections < 1) {
      throw new IllegalArgumentException(
          "connections is " + connections + "; it must be at least 1");
    }
    positive("idle", idle);
    positive("max_age", maxAge);
    if (tls.isPresent() && !tls.get().isClient()) {
      throw new IllegalArgumentException("tls is for servers; it must be for clients");
    }
  }

  /// The defaults: 8192 connections, 30 s idle, 10 min of age, the JDK's trusted certificates, and
  /// TLS 1.3 or 1.2. Reads the JDK's certificates, which takes a tenth of a second.
  public static TransportConfig defaults() {
    return plain().withTls(tls(SslContextBuilder.forClient()));
  }

  /// The defaults for providers of which none speaks TLS.
  public static TransportConfig plain() {
    return new TransportConfig(
        8192, Duration.ofSeconds(30), Duration.ofMinutes(10), Optional.empty());
  }

  /// A copy of this configuration with other trusted certificates and protocols.
  public TransportConfig withTls(SslContext other) {
    return new TransportConfig(connections, idle, maxAge, Optional.of(other));
  }

  private static SslContext tls(SslContextBuilder builder) {
    try {
      return builder
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .endpointIdentificationAlgorithm("HTTPS")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("the JDK offers no TLS: " + e.getMessage(), e);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be longer than zero");
    }
  }
}

package dev.sluice.server.tls;

import dev.sluice.server.http.TlsEnd;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The entry of connections to a listener with TLS: one configuration, for all connections that
/// come while it holds. Safe for any thread; a connection enters on its loop.
///
/// Only what is good by itself is spoken: TLS 1.3 and 1.2, ciphers that authenticate what they
/// encrypt, and keys that are agreed on anew for each connection. Renegotiation by clients is
/// refused; early data (0-RTT), which could be sent a second time by others, is never offered.
public final class TlsEntry {
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// For how long a session may be resumed, in seconds, without the check of certificates that a
  /// new one has.
  private static final long SESSION = Duration.ofHours(1).toSeconds();

  private final SslContext context;
  private final Optional<ClientTrust> clients;
  private final Handshakes handshakes;
  private final Executor pool;
  private final InstantSource time;

  /// Adds the handlers of a connection whose handshake has succeeded. Called on its loop.
  public interface Then {

    /// Adds the handlers.
    ///
    /// @param protocol what was agreed on (ALPN); empty where the client offers none
    /// @param key the key that the client's certificate stands for; empty for none
    /// @param certificate the SHA-256 of that certificate, as `x5t#S256` (RFC 8705) has it; null
    ///   for none
    void serve(String protocol, Optional<String> key, @Nullable String certificate);
  }

  private TlsEntry(
      SslContext context,
      ListenerTls config,
      Handshakes handshakes,
      Executor pool,
      InstantSource time) {
    this.context = context;
    this.clients = config.clients();
    this.handshakes = handshakes;
    this.pool = pool;
    this.time = time;
  }

  /// Makes the entry of a configuration.
  ///
  /// @param protocols what is spoken within TLS, the best first (ALPN)
  /// @param handshakes bounds and counts handshakes
  /// @param pool computes signatures and checks certificates; may refuse to where much waits
  public static TlsEntry of(
      ListenerTls config, List<String> protocols, Handshakes handshakes, Executor pool) {
    return of(config, protocols, handshakes, pool, InstantSource.system());
  }

  /// @param time tells whether the certificate of a client whose handshake is over holds
  static TlsEntry of(
      ListenerTls config,
      List<String> protocols,
      Handshakes handshakes,
      Executor pool,
      InstantSource time) {
    // Read once, when the JDK makes its first server's handshake.
    System.setProperty(NO_RENEGOTIATION, "true");
    SslContextBuilder builder =
        SslContextBuilder.forServer(new IdentityByName(config.certificates()))
            .sslProvider(SslProvider.JDK)
            .protocols(VERSIONS)
            .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .sessionTimeout(SESSION)
            .clientAuth(auth(config.clients()))
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols));
    config.clients().ifPresent(of -> builder.trustManager(ClientCertificateCheck.manager(of)));
    try {
      return new TlsEntry(builder.build(), config, handshakes, pool, time);
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static ClientAuth auth(Optional<ClientTrust> clients) {
    return clients
        .map(of -> of.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL)
        .orElse(ClientAuth.NONE);
  }

  /// Whether it accepts the clients that another one does, as the same keys; null for none.
  public boolean trustsAs(@Nullable TlsEntry other) {
    return clients.equals(other == null ? Optional.empty() : other.clients);
  }

  /// Begins a connection: waits for its handshake.
  ///
  /// @param patience how long the handshake may take
  public void begin(Channel channel, Duration patience, Then then) {
    SslHandler tls = context.newHandler(channel.alloc(), work -> compute(channel, work));
    tls.setHandshakeTimeoutMillis(patience.toMillis());
    handshakes.begun(channel);
    channel
        .pipeline()
        .addLast(TlsEnd.TLS, tls)
        .addLast(new TlsHandshake(tls, clients, handshakes, time, then));
  }

  /// Has a part of a handshake computed, unless its client has left by then.
  void compute(Channel channel, Runnable work) {
    try {
      pool.execute(
          () -> {
            if (channel.isActive()) {
              work.run();
            }
          });
    } catch (RejectedExecutionException full) {
      handshakes.displace(channel);
    }
  }
}

package dev.sluice.server.config;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.memory.HeapBudget;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.config.IssuerConfig.ClaimMapping;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.tls.ListenerTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The addresses that the server listens on, the clients that it serves, and its bounds for them.
///
/// @param listen the address of its listener; port 0 takes any free one
/// @param keys the inbound keys; none: no key is asked, and only a loopback address will do
/// @param maxBody the largest body that a request may have, in bytes
/// @param bodies how many bytes of memory may be taken by what grows with what peers send: request
///   bodies, answers that are held, copies in the making
/// @param headerTimeout how long a request's head may take to arrive, from its first byte on (from
///   the connection's start on for the first request)
/// @param bodyTimeout how long a request's body may bring nothing; after 10 s it must have brought
///   1 KiB for each second too, and may then take as long as it keeps to that
/// @param drain how the server stops
/// @param stored whether there are keys in a store, beside `keys`
/// @param oldNames until when keys may use names of what providers hold that prove no owner, in
///   milliseconds since 1970; 0 for never
/// @param tags by what the costs of calls are told apart beside keys; in the order of their names
/// @param http2 where clients may speak HTTP/2
/// @param tls the TLS of its connections; empty for none
/// @param proxies whose words of a client's address count
/// @param jwt whose tokens make callers; empty for none
public record ServerConfig(
    InetSocketAddress listen,
    List<ClientKey> keys,
    int maxBody,
    long bodies,
    Duration headerTimeout,
    Duration bodyTimeout,
    Drain drain,
    boolean stored,
    long oldNames,
    List<ClientTag> tags,
    Http2Config http2,
    Optional<ListenerTls> tls,
    NamedProxies proxies,
    Optional<JwtConfig> jwt) {

  /// How a server stops.
  ///
  /// @param delay how long it serves on although it is not ready any more, so that whoever sends it
  ///   calls may learn of its end
  /// @param patience how long it then waits for the calls that run
  public record Drain(Duration delay, Duration patience) {
    /// Without a delay.
    public static Drain of(Duration patience) {
      return new Drain(Duration.ZERO, patience);
    }
  }

  public ServerConfig {
    keys = List.copyOf(keys);
    tags = List.copyOf(tags);
    if (!stored && keys.isEmpty() && jwt.isEmpty() && !ListenAddresses.loopback(listen)) {
      throw new IllegalArgumentException(
          "server.listen "
              + ListenAddresses.text(listen)
              + " is reachable from outside: set server.keys or store, or listen on 127.0.0.1");
    }
    if (maxBody <= 0 || maxBody > largestBody(bodies)) {
      throw new IllegalArgumentException(
          ("server.max_body %s must be above 0 and at most 15/16 of server.bodies %s: the"
                  + " rest is for small bodies")
              .formatted(maxBody, bodies));
    }
  }

  /// Makes a server whose keys are all in its configuration, and that stops without a delay.
  ///
  /// @param drain how long the server waits for the calls that run when it stops
  public ServerConfig(
      InetSocketAddress listen,
      List<ClientKey> keys,
      int maxBody,
      long bodies,
      Duration headerTimeout,
      Duration bodyTimeout,
      Duration drain) {
    this(
        listen,
        keys,
        maxBody,
        bodies,
        headerTimeout,
        bodyTimeout,
        Drain.of(drain),
        false,
        0,
        List.of(),
        Http2Config.USUAL,
        Optional.empty(),
        NamedProxies.NONE,
        Optional.empty());
  }

  /// The same server elsewhere.
  public ServerConfig at(InetSocketAddress other) {
    return with(other, drain, http2, tls, proxies);
  }

  /// The same server, which stops in another way.
  public ServerConfig stopping(Drain other) {
    return with(listen, other, http2, tls, proxies);
  }

  /// The same server, whose clients may speak HTTP/2 elsewhere.
  public ServerConfig speaking(Http2Config other) {
    return with(listen, drain, other, tls, proxies);
  }

  /// The tags that are kept: without a store none are.
  public List<ClientTag> kept() {
    return stored ? tags : List.of();
  }

  /// The terms of all callers whom the configuration knows.
  public Stream<KeyTerms> terms() {
    return Stream.concat(
        keys.stream().map(key -> key.client().terms()),
        jwt.stream().flatMap(tokens -> tokens.issuers().stream()).flatMap(ServerConfig::terms));
  }

  private static Stream<KeyTerms> terms(IssuerConfig issuer) {
    ClaimMapping mapping = issuer.mapping();
    return Stream.concat(Stream.of(mapping.terms()), mapping.profiles().values().stream());
  }

  /// Whether clients must show a key, or a token.
  public boolean keyed() {
    return stored || !keys.isEmpty() || jwt.isPresent();
  }

  /// Returns this server with another TLS.
  public ServerConfig with(Optional<ListenerTls> other) {
    return with(listen, drain, http2, other, proxies);
  }

  /// Returns this server behind other proxies.
  public ServerConfig with(NamedProxies other) {
    return with(listen, drain, http2, tls, other);
  }

  private ServerConfig with(
      InetSocketAddress otherListen,
      Drain otherDrain,
      Http2Config otherHttp2,
      Optional<ListenerTls> otherTls,
      NamedProxies otherProxies) {
    return new ServerConfig(
        otherListen,
        keys,
        maxBody,
        bodies,
        headerTimeout,
        bodyTimeout,
        otherDrain,
        stored,
        oldNames,
        tags,
        otherHttp2,
        otherTls,
        otherProxies,
        jwt);
  }

  /// The largest body, in bytes, for which memory can be reserved.
  public static long largestBody(long bodies) {
    return Math.max(HeapBudget.largest(bodies), Math.min(bodies, HeapBudget.SMALL));
  }

  /// The default: port 8080 on loopback, no key asked; half of the heap for bodies.
  public static ServerConfig defaults() {
    long bodies = HeapBudget.usual(Runtime.getRuntime().maxMemory());
    return new ServerConfig(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080),
        List.of(),
        (int) Math.min(32 << 20, largestBody(bodies)),
        bodies,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60));
  }
}

package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.tls.ListenerTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The listener for health and metrics; never on the port that serves calls.
///
/// @param listen the address of the listener; port 0 takes any free one
/// @param token what a reader has to show as a bearer token; it or one of `tokens` must be there
///   beyond loopback
/// @param tokens the tokens of single people and programs, with their roles
/// @param tls the TLS of its connections; empty for none
/// @param people how people log in; empty where they do not
/// @param scim how directories write people and groups; empty where none does
public record AdminConfig(
    InetSocketAddress listen,
    Optional<Secret> token,
    List<AdminToken> tokens,
    Optional<ListenerTls> tls,
    Optional<OidcConfig> people,
    Optional<ScimConfig> scim) {
  /// The name of `token` in the audit log.
  public static final String ADMIN = "admin";

  public AdminConfig {
    tokens = List.copyOf(tokens);
    if (token.isEmpty() && tokens.isEmpty() && !ListenAddresses.loopback(listen)) {
      throw new IllegalArgumentException(
          "admin.listen "
              + ListenAddresses.text(listen)
              + " is reachable from outside: set admin.token, or listen on 127.0.0.1");
    }
  }

  /// Makes a listener with one token at most.
  public AdminConfig(InetSocketAddress listen, Optional<Secret> token) {
    this(listen, token, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Returns this listener at another address.
  public AdminConfig at(InetSocketAddress other) {
    return new AdminConfig(other, token, tokens, tls, people, scim);
  }

  /// Returns this listener with other people.
  public AdminConfig withPeople(Optional<OidcConfig> other) {
    return new AdminConfig(listen, token, tokens, tls, other, scim);
  }

  /// Returns this listener with another TLS.
  public AdminConfig with(Optional<ListenerTls> other) {
    return new AdminConfig(listen, token, tokens, other, people, scim);
  }

  /// All tokens; the one of `token` may do everything.
  public List<AdminToken> all() {
    return Stream.concat(
            token.stream().map(secret -> new AdminToken(ADMIN, secret, Role.ADMIN)),
            tokens.stream())
        .toList();
  }

  /// The default: port 8680 on loopback, no token asked. 9090 is Prometheus's own, and 9100 to 9999
  /// are those of its exporters.
  public static AdminConfig defaults() {
    return new AdminConfig(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8680), Optional.empty());
  }
}

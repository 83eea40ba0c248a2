package dev.sluice.server.config.reader;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.Address;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.Sizes;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.Http2Config;
import dev.sluice.server.config.JwtConfig;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.ScimConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.tls.ListenerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The reader of `server` and `admin`.
final class ServerReader {
  private static final long KIB = 1L << 10;
  private static final long GIB = 1L << 30;
  private static final Type<Duration> PATIENCE =
      Types.duration(Duration.ofMillis(1), Duration.ofHours(1));
  private static final Type<Duration> STOPPING = Types.duration(Duration.ZERO, Duration.ofHours(1));

  private ServerReader() {}

  /// @param stored whether there are keys in a store, too
  /// @param jwt whose tokens make callers
  static ServerConfig server(Section in, boolean stored, Optional<JwtConfig> jwt) {
    ServerConfig standard = ServerConfig.defaults();
    InetSocketAddress listen = in.get("listen", new Address(), standard.listen());
    KeyReader.Keys allKeys = KeyReader.read(in, stored);
    List<ClientKey> keys = allKeys.keys();
    long maxBody = in.get("max_body", Types.size(KIB, GIB), (long) standard.maxBody());
    long bodies = in.get("bodies", Types.size(KIB, 1024 * GIB), standard.bodies());
    Duration header = in.get("header_timeout", PATIENCE, standard.headerTimeout());
    Duration body = in.get("body_timeout", PATIENCE, standard.bodyTimeout());
    ServerConfig.Drain drain = drain(in, standard.drain());
    List<ClientTag> tags = TagsReader.read(in, stored);
    var http2 =
        new Http2Config(
            in.get("http2", Types.BOOLEAN, standard.http2().offered()),
            in.get("h2c", Types.BOOLEAN, standard.http2().clearText()));
    Optional<ListenerTls> tls = TlsReader.read(in, keys, stored);
    NamedProxies proxies = ProxiesReader.read(in);
    boolean exposed = !stored && keys.isEmpty() && jwt.isEmpty() && exposed(in, listen, "keys");
    boolean tooLarge = maxBody > ServerConfig.largestBody(bodies);
    if (tooLarge) {
      String is = Sizes.show(maxBody) + ", bodies " + Sizes.show(bodies);
      in.fail("max_body", "must be at most 15/16 of bodies: it is " + is);
    }
    if (exposed || tooLarge) {
      return standard;
    }
    return new ServerConfig(
        listen,
        keys,
        (int) maxBody,
        bodies,
        header,
        body,
        drain,
        stored,
        allKeys.oldNames(),
        tags,
        http2,
        tls,
        proxies,
        jwt);
  }

  private static ServerConfig.Drain drain(Section in, ServerConfig.Drain standard) {
    Duration delay = in.get("drain_delay", STOPPING, standard.delay());
    return new ServerConfig.Drain(delay, in.get("drain", STOPPING, standard.patience()));
  }

  /// @param calls where calls are served
  /// @param stored whether there is a store, which people are kept in
  static AdminConfig admin(Section in, InetSocketAddress calls, boolean stored) {
    AdminConfig standard = AdminConfig.defaults();
    InetSocketAddress listen = in.get("listen", new Address(), standard.listen());
    if (ListenAddresses.overlap(calls, listen)) {
      in.fail(
          "listen",
          "must not be at the port of server.listen, is %s: write `admin: {listen: %s}`"
              .formatted(ListenAddresses.text(listen), free(listen, standard, calls)));
    }
    Optional<Secret> token = in.get("token", new Credential());
    List<AdminToken> tokens = AdminReader.tokens(in, token);
    Optional<ScimConfig> scim = ScimReader.read(in, token, tokens, stored);
    Optional<ListenerTls> tls = TlsReader.read(in);
    boolean none = token.isEmpty() && tokens.isEmpty();
    boolean exposed = none && exposed(in, listen, in.has("tokens") ? "tokens" : "token");
    return exposed ? standard : new AdminConfig(listen, token, tokens, tls, Optional.empty(), scim);
  }

  /// The address that a remedy names: the same host at the usual port, or at the next port where
  /// clients are served at the usual one.
  private static String free(
      InetSocketAddress listen, AdminConfig standard, InetSocketAddress calls) {
    int usual = standard.listen().getPort();
    int port = calls.getPort() == usual ? usual + 1 : usual;
    return ListenAddresses.text(new InetSocketAddress(listen.getAddress(), port));
  }

  /// Whether other hosts can reach an address that requires no `credential`.
  private static boolean exposed(Section in, InetSocketAddress listen, String credential) {
    boolean exposed = !listen.getAddress().isLoopbackAddress();
    if (exposed && !in.has(credential)) {
      String remedy = ": add " + in.path() + "." + credential + ", or listen on 127.0.0.1";
      in.fail("listen", "is reachable from other machines" + remedy);
    }
    return exposed;
  }
}

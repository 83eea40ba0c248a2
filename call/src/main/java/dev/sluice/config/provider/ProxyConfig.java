package dev.sluice.config.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// A forward proxy, which opens connections to providers for the gateway. The provider's name goes
/// to the proxy as it is, which resolves it.
///
/// @param kind how the proxy is asked
/// @param host its name or literal address; an IPv6 address without brackets. It comes from the
///   configuration, so it may be private
/// @param port 1 to 65535
/// @param login what the proxy knows the gateway by, where it asks
public record ProxyConfig(Kind kind, String host, int port, Optional<Login> login) {

  /// The ways to ask a proxy for a connection.
  public enum Kind {
    /// HTTP's CONNECT, in the clear.
    HTTP("http", 80),
    /// HTTP's CONNECT, over TLS.
    HTTPS("https", 443),
    /// SOCKS 5 (RFC 1928).
    SOCKS5("socks5", 1080);

    private final String scheme;
    private final int usualPort;

    Kind(String scheme, int usualPort) {
      this.scheme = scheme;
      this.usualPort = usualPort;
    }

    /// The scheme of the proxy's URL.
    public String scheme() {
      return scheme;
    }

    /// The port of a URL that names none.
    public int usualPort() {
      return usualPort;
    }
  }

  /// A user of a proxy.
  ///
  /// @param user 1 to 255 bytes of UTF-8, without a colon
  /// @param password at most 255 bytes of UTF-8
  public record Login(String user, Secret password) {
    private static final int MOST = 255;

    public Login {
      if (user.isEmpty() || user.indexOf(':') >= 0 || !fits(user)) {
        throw new IllegalArgumentException(
            "the user of a proxy must be 1 to 255 bytes without a colon");
      }
      if (!fits(password.reveal())) {
        throw new IllegalArgumentException("the password of a proxy must be 255 bytes at most");
      }
    }

    private static boolean fits(String text) {
      return text.getBytes(UTF_8).length <= MOST && text.chars().noneMatch(Character::isISOControl);
    }
  }

  public ProxyConfig {
    if (host.isEmpty() || !host.chars().allMatch(c -> c >= '!' && c <= '~')) {
      throw new IllegalArgumentException("the host of a proxy must be a name in ASCII");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "the port of a proxy is " + port + "; it must be 1 to 65535");
    }
  }

  /// The address as a URL, without the login.
  public String address() {
    return kind.scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

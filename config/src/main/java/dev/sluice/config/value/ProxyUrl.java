package dev.sluice.config.value;

import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.ProxyConfig.Kind;
import dev.sluice.config.provider.ProxyConfig.Login;
import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The type of a proxy's URL: `http`, `https`, `socks5` or `socks5h`, perhaps a user and a
/// password, a host, perhaps a port. `socks5` and `socks5h` mean the same: the proxy resolves
/// names.
public final class ProxyUrl implements Type<ProxyConfig> {
  private static final String MUST =
      "must be a proxy's URL, such as http://proxy.example.com:3128, https:// or socks5://, or"
          + " `off`";

  @Override
  public ProxyConfig read(String text) throws ConfigProblem {
    ForeignReference.refuseAddress(text);
    URI url = parse(text);
    Kind kind = kind(url);
    if (url.getHost() == null || url.getPort() > 0xffff || url.getPort() == 0 || goesOn(url)) {
      throw new ConfigProblem(
          "must name a host, a port from 1 to 65535 if any, and nothing behind them",
          "percent-encode what is no letter or digit in a user or a password");
    }
    int port = url.getPort() < 0 ? kind.usualPort() : url.getPort();
    return new ProxyConfig(kind, host(url), port, login(url));
  }

  private static boolean goesOn(URI url) {
    return !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        || url.getRawQuery() != null
        || url.getRawFragment() != null;
  }

  private static URI parse(String text) throws ConfigProblem {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigProblem(
          MUST, "percent-encode what is no letter or digit in a user or a password");
    }
  }

  private static Kind kind(URI url) throws ConfigProblem {
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String plain = scheme.equals("socks5h") ? "socks5" : scheme;
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.scheme().equals(plain))
        .findFirst()
        .orElseThrow(() -> new ConfigProblem(MUST));
  }

  private static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<Login> login(URI url) throws ConfigProblem {
    String pair = url.getRawUserInfo();
    if (pair == null || pair.isEmpty()) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    String user = decoded(colon < 0 ? pair : pair.substring(0, colon));
    String password = colon < 0 ? "" : decoded(pair.substring(colon + 1));
    try {
      return Optional.of(new Login(user, new Secret(password)));
    } catch (IllegalArgumentException e) {
      throw new ConfigProblem(
          "must have a user of 1 to 255 bytes without a colon, and a password of 255 at most");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Shows a URL that plainly has no user and no password.
  @Override
  public String show(String raw) {
    return raw.matches("[a-z0-9]{1,8}://[A-Za-z0-9.-]{1,255}(:\\d{1,9})?")
        ? Quoted.of(raw)
        : Credential.shown(raw);
  }
}

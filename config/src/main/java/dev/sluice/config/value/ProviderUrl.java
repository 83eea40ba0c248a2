package dev.sluice.config.value;

import dev.sluice.config.provider.Origin;
import java.net.URI;
import java.net.URISyntaxException;

/// The type of a provider's base URL: `http` or `https`, a host, perhaps a port and a path. Read
/// without a slash at its end. Credentials have their own key, and a query or fragment would be
/// lost.
public final class ProviderUrl implements Type<URI> {

  @Override
  public URI read(String text) throws ConfigProblem {
    ForeignReference.refuseAddress(text);
    URI url = parse(text);
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw new ConfigProblem("must begin with https:// or http://");
    }
    if (url.getRawUserInfo() != null) {
      throw new ConfigProblem("must not hold credentials", "they belong under key");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new ConfigProblem("must not have a query or a fragment", "end it before the ? or #");
    }
    if (url.getHost() == null || url.getPort() > 0xffff || url.getPort() == 0) {
      throw new ConfigProblem("must name a host, and a port from 1 to 65535 if any");
    }
    return url;
  }

  private static URI parse(String text) throws ConfigProblem {
    try {
      return new URI(text.replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw new ConfigProblem("must be a URL, such as https://api.example.com/v1");
    }
  }

  /// Whether a URL plainly leads to this machine or its neighbours. A name may still do so when it
  /// is resolved, and is then refused.
  public static boolean isInside(URI url) {
    return Origin.isInside(url.getHost().replaceAll("[\\[\\]]", ""));
  }

  @Override
  public String show(String raw) {
    return shown(raw);
  }

  /// Shows a URL without credentials and query.
  public static String shown(String raw) {
    return Quoted.of(raw.replaceFirst("//[^/]*@", "//...@").replaceFirst("[?#].*", "?..."));
  }
}

package dev.sluice.server.config.reader;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/// The type of a URL that is asked over TLS, or at a loopback address without it. It has no
/// credentials, and no message shows any.
///
/// @param otherwise what others could do if it were not, for the message
record SecuredUrl(String otherwise) implements Type<URI> {

  @Override
  public URI read(String text) throws ConfigProblem {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigProblem("must be a URL, such as https://login.example.com/keys");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new ConfigProblem("must name a host, and neither credentials nor a fragment");
    }
    if (!"https".equals(url.getScheme()) && !isLoopback(url)) {
      throw new ConfigProblem("must begin with https://", otherwise);
    }
    return url;
  }

  private static boolean isLoopback(URI url) {
    try {
      return "http".equals(url.getScheme())
          && InetAddress.ofLiteral(url.getHost()).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  @Override
  public String show(String raw) {
    return ProviderUrl.shown(raw);
  }
}

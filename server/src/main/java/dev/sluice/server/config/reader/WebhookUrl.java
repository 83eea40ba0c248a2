package dev.sluice.server.config.reader;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ForeignReference;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Type;
import java.net.URI;
import java.net.URISyntaxException;

/// The type of a URL that a webhook is posted to: `http` or `https`, a host, a path and a query.
/// The path may be a token, so that no message shows it.
final class WebhookUrl implements Type<URI> {
  private static final String HIDDEN = "hidden";

  @Override
  public URI read(String text) throws ConfigProblem {
    // Not as an address: a token in the path may hold a dollar.
    ForeignReference.refuseSecret(text);
    URI url = parse(text);
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw new ConfigProblem("must begin with https:// or http://");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new ConfigProblem("must have neither credentials nor a fragment");
    }
    if (url.getHost() == null || url.getPort() > 0xffff || url.getPort() == 0) {
      throw new ConfigProblem("must name a host, and a port from 1 to 65535 if any");
    }
    return url;
  }

  private static URI parse(String text) throws ConfigProblem {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new ConfigProblem("must be a URL, such as https://hooks.example.com/budgets");
    }
  }

  @Override
  public String show(String raw) {
    return raw.contains("${") ? Credential.shown(raw) : host(raw);
  }

  /// The scheme and the host; nothing of a text that has no host, or has credentials: each of its
  /// parts may be a token.
  private static String host(String raw) {
    try {
      URI url = new URI(raw);
      boolean known = url.getScheme() != null && url.getHost() != null && raw.indexOf('@') < 0;
      return known ? Quoted.of(url.getScheme() + "://" + url.getHost() + "/...") : HIDDEN;
    } catch (URISyntaxException e) {
      return HIDDEN;
    }
  }
}

package dev.sluice.config.provider;

import java.net.URI;
import java.util.Locale;

/// A provider's URL, taken apart.
///
/// @param path without a slash at its end; empty for none
public record BaseUrl(Origin origin, String path) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// The base URL that a provider is reached at.
  ///
  /// @throws IllegalArgumentException if the URL is none that can be called
  public static BaseUrl of(ProviderConfig config) {
    URI url = Preset.base(config.type(), config.url());
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if ((!tls && !scheme.equals("http")) || url.getHost() == null) {
      throw bad(config, "it must be like https://host/path");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
      throw bad(config, "it must have no user, query or fragment");
    }
    int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP;
    Origin origin = new Origin(tls, host(url), port, config.allowPrivate(), config.way());
    return new BaseUrl(origin, path(url));
  }

  private static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String path(URI url) {
    String path = url.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static IllegalArgumentException bad(ProviderConfig config, String retryClass) {
    return new IllegalArgumentException(
        "provider " + config.name() + ": the url cannot be used; " + retryClass);
  }
}

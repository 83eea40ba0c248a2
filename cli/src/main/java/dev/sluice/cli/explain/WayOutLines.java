package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.TlsConfig;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The way to a provider in words: by which proxy, what is trusted and shown, which headers are
/// added, and what authorises requests where no key does. No user, password, key or value of a
/// header is among them.
///
/// @param origin finds where something is set
/// @param provider the provider
record WayOutLines(Loaded.Origin origin, ProviderConfig provider) {
  private static final int MOST_NAMED = 3;

  /// Adds a row for each setting.
  void addTo(Table table) {
    table.row("proxy", proxy(), proxyOrigin());
    table.row("tls.ca", trusted(), set("tls", "ca"));
    table.row("tls.certificate", shown(), set("tls", "certificate"));
    table.row("tls.min_version", least(), set("tls", "min_version"));
    table.row("headers", headers(), set("headers"));
    provider.auth().ifPresent(auth -> table.row("auth", authorized(auth), set("auth", "type")));
  }

  /// Adds a row where anything is not as it is by default.
  void addIfAny(Table table) {
    List<String> parts = new ArrayList<>();
    provider.way().proxy().ifPresent(_ -> parts.add("proxy " + proxy()));
    provider
        .way()
        .tls()
        .ifPresent(
            tls -> {
              parts.add("trusts " + trusted());
              tls.certificate().ifPresent(_ -> parts.add("shows " + shown()));
              parts.add("TLS " + least() + " or newer");
            });
    if (!provider.headers().isEmpty()) {
      parts.add("with " + headers());
    }
    provider.auth().ifPresent(auth -> parts.add("authorized by " + authorized(auth)));
    if (!parts.isEmpty()) {
      table.row("    way out", String.join("; ", parts));
    }
  }

  private static String authorized(Auth auth) {
    return auth.kind() + ", " + auth.proofSource();
  }

  private String proxy() {
    return provider
        .way()
        .proxy()
        .map(by -> by.address() + by.login().map(_ -> ", with a user and a password").orElse(""))
        .orElse("none");
  }

  private String proxyOrigin() {
    String variable = "http".equals(provider.url().getScheme()) ? "HTTP_PROXY" : "HTTPS_PROXY";
    Optional<ProxyConfig> proxy = provider.way().proxy();
    return origin
        .of("providers", provider.name(), "proxy")
        .orElse(proxy.isPresent() ? variable : "default");
  }

  private String trusted() {
    Optional<TlsConfig> tls = provider.way().tls();
    List<X509Certificate> own = tls.map(TlsConfig::authorities).orElse(List.of());
    if (own.isEmpty()) {
      return "the system's";
    }
    String names =
        own.stream().limit(MOST_NAMED).map(WayOutLines::name).collect(Collectors.joining(" | "));
    return names
        + (own.size() > MOST_NAMED ? " and " + (own.size() - MOST_NAMED) + " more" : "")
        + (tls.orElseThrow().systemTrusted() ? ", and the system's" : "");
  }

  private String shown() {
    return provider
        .way()
        .tls()
        .flatMap(TlsConfig::certificate)
        .map(
            own ->
                name(own.chain().getFirst())
                    + ", valid until "
                    + own.chain().getFirst().getNotAfter().toInstant())
        .orElse("none");
  }

  private String least() {
    return provider.way().tls().map(TlsConfig::least).orElse(TlsConfig.Version.TLS_1_2).text();
  }

  private String headers() {
    return provider.headers().isEmpty()
        ? "none"
        : provider.headers().keySet().stream().sorted().collect(Collectors.joining(", "));
  }

  private String set(String... keys) {
    List<String> path = new ArrayList<>(List.of("providers", provider.name()));
    path.addAll(List.of(keys));
    return origin.of(path.toArray(String[]::new)).orElse("default");
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}

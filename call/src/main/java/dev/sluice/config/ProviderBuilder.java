package dev.sluice.config;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The description of a provider, within that of a gateway. Without a word it is asked by its
/// vendor's own interface, at its vendor's own address, directly: variables of the environment,
/// such as those of proxies, are not looked at. For one thread.
public final class ProviderBuilder {
  /// Stands for an address that is wrong, which is told already.
  private static final URI UNKNOWN = URI.create("https://unknown.invalid");

  private final String name;
  private final ProviderType type;
  private final List<String> problems = new ArrayList<>();
  private final List<Secret> keys = new ArrayList<>();
  private final List<HeaderPattern> forwarded = new ArrayList<>();
  private final Map<String, Secret> headers = new LinkedHashMap<>();
  private Api api;
  private Optional<URI> url = Optional.empty();
  private Optional<Boolean> allowPrivate = Optional.empty();
  private WayOut way = WayOut.DIRECT;
  private Optional<Auth> auth = Optional.empty();

  ProviderBuilder(String name, ProviderType type) {
    this.name = name;
    this.type = type;
    this.api = Api.of(type);
  }

  /// Sets the base URL, such as `https://models.example.com/v1`; needed where the type has none.
  public ProviderBuilder url(String text) {
    try {
      url = Optional.of(new URI(text.replaceFirst("/+$", "")));
    } catch (URISyntaxException e) {
      url = Optional.of(UNKNOWN);
      problem("has a url that is none: write one such as https://api.example.com/v1");
    }
    return this;
  }

  /// Adds a credential. The first one is used as long as it can be, then the next one.
  public ProviderBuilder key(Secret key) {
    keys.add(key);
    return this;
  }

  /// Sets how requests are authorised where no key does it.
  public ProviderBuilder auth(Auth other) {
    auth = Optional.of(other);
    return this;
  }

  /// Sets the interface by which the provider is asked, where its vendor has several.
  public ProviderBuilder api(Api other) {
    api = other;
    return this;
  }

  /// Sets whether the URL may lead to this machine, or to a private address; so it may by default
  /// for servers that one runs oneself, such as vLLM.
  public ProviderBuilder allowPrivate(boolean whether) {
    allowPrivate = Optional.of(whether);
    return this;
  }

  /// Adds a header that each request to the provider gets.
  ///
  /// @param value printable ASCII characters; not shown in messages
  public ProviderBuilder header(String name, Secret value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /// Lets a header of requests pass to the provider, besides those of its dialect.
  ///
  /// @param pattern a name, or `prefix*`; with `!` in front it never passes
  public ProviderBuilder forwardHeader(String pattern) {
    try {
      forwarded.add(HeaderPattern.of(pattern));
    } catch (IllegalArgumentException e) {
      problem("forwards a header whose pattern " + e.getMessage());
    }
    return this;
  }

  /// Sets how connections to the provider are made: a proxy, certificates.
  public ProviderBuilder way(WayOut other) {
    way = other;
    return this;
  }

  List<String> problems() {
    return problems;
  }

  ProviderConfig build() {
    Preset preset = Preset.of(type, api);
    if (url.isEmpty() && preset.url().isEmpty()) {
      problem("has no url: add the address of its API, such as `url(\"https://HOST/v1\")`");
    }
    URI at = url.or(preset::url).orElse(UNKNOWN);
    ProviderConfig provider =
        new ProviderConfig(name, type, at, keys, allowPrivate.orElse(preset.allowPrivate()))
            .forwarding(forwarded)
            .by(api)
            .through(way)
            .adding(headers);
    return auth.map(provider::authorizedBy).orElse(provider);
  }

  private void problem(String what) {
    String shown = ConfigNames.isPlain(name) ? "`" + name + "` " : "";
    problems.add("provider " + shown + what);
  }
}

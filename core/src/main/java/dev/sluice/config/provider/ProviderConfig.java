package dev.sluice.config.provider;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/// One configured provider.
///
/// @param name its name in configuration, the first part of a target's name
/// @param type which preset it follows
/// @param url its base URL without a trailing slash, `http` or `https`
/// @param keys its credentials, the first one used first; none where it needs none
/// @param allowPrivate whether `url` may lead to a loopback, link-local or private address
/// @param forwardHeaders which headers of clients pass to it besides those of its dialect's clients
/// @param api which of its vendor's interfaces it is asked by
public record ProviderConfig(
    String name,
    ProviderType type,
    URI url,
    List<Secret> keys,
    boolean allowPrivate,
    List<HeaderPattern> forwardHeaders,
    Api api) {

  /// The interfaces of a vendor that has several.
  public enum Api {
    /// The one that is compatible with OpenAI's.
    OPENAI,
    /// Anthropic's own.
    MESSAGES;

    /// The one that a provider of `type` is asked by unless its configuration names another: its
    /// vendor's own.
    public static Api of(ProviderType type) {
      return type == ProviderType.ANTHROPIC ? MESSAGES : OPENAI;
    }
  }

  public ProviderConfig {
    keys = List.copyOf(keys);
    forwardHeaders = List.copyOf(forwardHeaders);
  }

  /// A provider that is asked by its vendor's own interface.
  public ProviderConfig(
      String name,
      ProviderType type,
      URI url,
      List<Secret> keys,
      boolean allowPrivate,
      List<HeaderPattern> forwardHeaders) {
    this(name, type, url, keys, allowPrivate, forwardHeaders, Api.of(type));
  }

  /// A provider that gets the headers of its dialect's clients alone.
  public ProviderConfig(
      String name, ProviderType type, URI url, List<Secret> keys, boolean allowPrivate) {
    this(name, type, url, keys, allowPrivate, List.of());
  }

  /// This provider, where `more` headers pass.
  public ProviderConfig forwarding(List<HeaderPattern> more) {
    List<HeaderPattern> all = Stream.concat(forwardHeaders.stream(), more.stream()).toList();
    return new ProviderConfig(name, type, url, keys, allowPrivate, all, api);
  }

  /// This provider, asked by `other`.
  public ProviderConfig by(Api other) {
    return new ProviderConfig(name, type, url, keys, allowPrivate, forwardHeaders, other);
  }

  /// Whether its URL, or its preset's where it has none, is `https`.
  ///
  /// @throws IllegalArgumentException if that is no URL that can be called
  public boolean tls() {
    return BaseUrl.of(this).origin().tls();
  }
}

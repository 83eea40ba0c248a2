package dev.sluice.provider;

import java.net.URI;
import java.util.List;

/// One configured provider.
///
/// @param name its name in configuration, the first part of a target's name
/// @param type which preset it follows
/// @param url its base URL without a trailing slash, `http` or `https`
/// @param keys its credentials, the first one used first; none where it needs none
/// @param allowPrivate whether `url` may lead to a loopback, link-local or private address
public record ProviderConfig(
    String name, ProviderType type, URI url, List<Secret> keys, boolean allowPrivate) {
  public ProviderConfig {
    keys = List.copyOf(keys);
  }

  /// Whether its URL, or its preset's where it has none, is `https`.
  ///
  /// @throws IllegalArgumentException if that is no URL that can be called
  public boolean tls() {
    return BaseUrl.of(this).origin().tls();
  }
}

package dev.sluice.internal.wiring;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The providers of the previous generation that go on in the next one, with what is known of them:
/// those with the same name, type and URL. A provider that has got the credentials of another one,
/// and has kept none of its own, is that other one under a new name, and begins anew. Immutable.
final class Carried {
  /// The carry-over into the first generation.
  static final Carried NOTHING = new Carried(Set.of());

  private final Set<String> providers;

  private Carried(Set<String> providers) {
    this.providers = Set.copyOf(providers);
  }

  /// Returns the providers that go on from one configuration to the next.
  static Carried between(GatewayConfig before, GatewayConfig next) {
    return new Carried(
        next.providers().stream()
            .filter(provider -> goesOn(provider, before))
            .map(ProviderConfig::name)
            .collect(Collectors.toSet()));
  }

  /// Whether the provider of this name goes on.
  boolean provider(String name) {
    return providers.contains(name);
  }

  /// Whether the provider of a target goes on.
  ///
  /// @param target `provider/model`
  boolean target(String target) {
    return provider(providerOf(target));
  }

  static String providerOf(String target) {
    return target.substring(0, target.indexOf('/'));
  }

  private static boolean goesOn(ProviderConfig provider, GatewayConfig before) {
    return before.providers().stream()
        .filter(other -> other.name().equals(provider.name()))
        .anyMatch(same -> isSame(same, provider) && !isRenamed(same, provider, before));
  }

  private static boolean isSame(ProviderConfig before, ProviderConfig next) {
    return before.type() == next.type() && before.url().equals(next.url());
  }

  private static boolean isRenamed(
      ProviderConfig same, ProviderConfig provider, GatewayConfig before) {
    Set<Secret> others = new HashSet<>();
    before.providers().stream()
        .filter(other -> !other.name().equals(provider.name()))
        .forEach(other -> others.addAll(other.keys()));
    return Collections.disjoint(same.keys(), provider.keys())
        && !Collections.disjoint(others, provider.keys());
  }

  /// Returns the credential at a position; empty where a provider has none.
  static Optional<Secret> key(ProviderConfig provider, int position) {
    List<Secret> keys = provider.keys();
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(position));
  }
}

package dev.sluice.internal.wiring;

import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.provider.ProviderConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The providers of a configuration.
///
/// @param byName the providers by their configured names
record Providers(Map<String, ProviderConfig> byName) {
  static Providers of(GatewayConfig config) {
    return new Providers(
        config.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderConfig::name, Function.identity())));
  }

  /// Returns the provider that a target names.
  ///
  /// @throws IllegalArgumentException if there is none
  ProviderConfig of(TargetConfig target) {
    ProviderConfig provider = byName.get(target.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "a target names the provider `%s`, which is not configured; there are %s"
              .formatted(target.provider(), byName.keySet()));
    }
    return provider;
  }

  /// What may be asked of each provider to which one of a route's targets passes names on, by the
  /// provider's name.
  Map<String, Set<Operation>> passedTo(List<TargetConfig> targets) {
    return targets.stream()
        .filter(target -> target.model().isEmpty())
        .collect(
            Collectors.toMap(
                TargetConfig::provider,
                target -> Translations.supported(of(target)),
                (one, _) -> one));
  }
}

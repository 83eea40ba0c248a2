package dev.sluice.internal.wiring;

import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.ProviderService;
import dev.sluice.provider.StreamTrust;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.Errors;
import dev.sluice.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The maker of the services of a generation's targets. What the services of one provider have in
/// common is made once. For one thread.
final class Services {
  private final ProviderService.Dependencies dependencies;
  private final Function<ProviderConfig, Transport> transports;
  private final Function<ProviderConfig, StreamTrust> trust;

  /// What is known of the providers' streams, by the provider's name.
  private final Map<String, StreamTrust> streams = new HashMap<>();

  private final Map<String, Classifier> classifiers = new HashMap<>();

  /// @param dependencies what the services of all targets have in common
  /// @param transports the transport of a provider, which authorises requests where a key does not
  /// @param trust what is known of a provider's streams
  Services(
      ProviderService.Dependencies dependencies,
      Function<ProviderConfig, Transport> transports,
      Function<ProviderConfig, StreamTrust> trust) {
    this.dependencies = dependencies;
    this.transports = transports;
    this.trust = trust;
  }

  /// Returns the service of `target`, which belongs to `provider`.
  ///
  /// @throws IllegalArgumentException if the provider's URL or the key cannot be used
  public ProviderService of(
      ProviderConfig provider, Optional<Secret> key, TargetConfig target, UpstreamStream stream) {
    String name = provider.name();
    return new ProviderService(
        provider,
        key,
        target.model(),
        stream,
        streams.computeIfAbsent(name, _ -> trust.apply(provider)),
        classifiers.computeIfAbsent(name, _ -> Errors.classifier(provider)),
        dependencies.over(transports.apply(provider)));
  }

  /// Returns what is known of the streams of each provider that has a service.
  public Map<String, StreamTrust> streams() {
    return streams;
  }
}

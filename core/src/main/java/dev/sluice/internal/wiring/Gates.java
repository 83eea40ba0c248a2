package dev.sluice.internal.wiring;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.gate.Gate;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.credential.CredentialGate;
import dev.sluice.internal.credential.CredentialStats;
import dev.sluice.internal.credential.ProviderCredentials;
import dev.sluice.internal.hold.HoldGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The gates of all targets. A model at a provider with one credential has the same gates in every
/// route, and a credential is one for all models.
final class Gates {
  private final Consumer<CredentialChange> listener;
  private final Map<At, List<Gate>> gates = new HashMap<>();
  private final Map<String, ProviderCredentials> credentials = new LinkedHashMap<>();

  private record At(String target, Optional<Secret> key) {}

  /// @param listener notified when a credential is set aside or used again; must take no lock
  Gates(Consumer<CredentialChange> listener) {
    this.listener = listener;
  }

  /// The gates of a target, in the order in which they are asked.
  ///
  /// @param model what the provider is asked for; empty where the asked name is passed on
  /// @param key its credential; without one there is none to be set aside
  /// @param holds whether a provider's hint closes the target
  List<Gate> of(
      String target,
      Optional<String> model,
      ProviderConfig provider,
      Optional<Secret> key,
      boolean holds) {
    return gates.computeIfAbsent(
        new At(target, key),
        _ -> {
          List<Gate> all = new ArrayList<>();
          key.ifPresent(secret -> all.add(credential(provider, model, secret)));
          if (holds) {
            all.add(new HoldGate(model.isEmpty()));
          }
          return List.copyOf(all);
        });
  }

  /// The statistics of the credentials.
  List<CredentialStats> credentials() {
    return credentials.values().stream().flatMap(all -> all.stats().stream()).toList();
  }

  private Gate credential(ProviderConfig provider, Optional<String> model, Secret key) {
    List<Secret> keys = provider.keys().stream().distinct().toList();
    ProviderCredentials all =
        credentials.computeIfAbsent(
            provider.name(), name -> new ProviderCredentials(name, keys.size(), listener));
    return new CredentialGate(all.at(keys.indexOf(key)), model);
  }
}

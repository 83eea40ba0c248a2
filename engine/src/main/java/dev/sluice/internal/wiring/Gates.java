package dev.sluice.internal.wiring;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.credential.CredentialGate;
import dev.sluice.internal.credential.ProviderCredential;
import dev.sluice.internal.credential.ProviderCredentials;
import dev.sluice.stats.CredentialStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The gates of all targets. A model at a provider with one credential has the same gates in every
/// route, and a credential is one for all models. The gates of a target that goes on from one
/// generation to the next do too, where its credential does.
final class Gates {
  private final Consumer<CredentialChange> listener;
  private final GateSharing holdGates;
  private final Map<At, List<Gate>> gates = new HashMap<>();
  private final Map<String, Keyring> credentials = new LinkedHashMap<>();

  /// The gates of the previous generation that may go on, by the same keys.
  private final Map<At, List<Gate>> gatesBefore = new HashMap<>();

  private final Map<String, Keyring> credentialsBefore;
  private final Carried carried;

  private record At(String target, Optional<Secret> key, boolean holds) {}

  /// The credentials of one provider.
  ///
  /// @param keys the distinct credentials
  private record Keyring(List<Secret> keys, ProviderCredentials credentials) {
    Optional<ProviderCredential> of(Secret key) {
      int at = keys.indexOf(key);
      return at < 0 ? Optional.empty() : Optional.of(credentials.at(at));
    }
  }

  private Gates(
      Consumer<CredentialChange> listener,
      GateSharing holdGates,
      Map<String, Keyring> before,
      Carried carried) {
    this.listener = listener;
    this.holdGates = holdGates;
    this.credentialsBefore = before;
    this.carried = carried;
  }

  /// Makes the gates of a generation.
  ///
  /// @param before those of the previous one; empty for the first
  /// @param observer notified of credentials; must take no lock
  /// @param holds makes the gates of holds
  static Gates after(
      Optional<Gates> before, Carried carried, Observer observer, GateSharing holds) {
    return before
        .map(ended -> ended.next(carried, holds))
        .orElseGet(() -> new Gates(observer::credentialChanged, holds, Map.of(), Carried.NOTHING));
  }

  /// Returns the gates of the next generation.
  private Gates next(Carried carried, GateSharing holds) {
    var next = new Gates(listener, holds, Map.copyOf(credentials), carried);
    gates.forEach(
        (at, of) -> {
          if (carried.target(at.target())) {
            next.gatesBefore.put(at, of);
          }
        });
    return next;
  }

  /// Returns the gates of a target, in the order in which they are asked.
  ///
  /// @param model the model that the provider is asked for; empty where the call's name is passed
  ///   on
  /// @param key the target's key; where it is empty, and the provider has no `auth`, there is no
  ///   credential to be set aside
  /// @param holds whether a provider's hint closes the target
  List<Gate> of(
      String target,
      Optional<String> model,
      ProviderConfig provider,
      Optional<Secret> key,
      boolean holds) {
    Optional<Secret> named = key.or(() -> standIn(provider));
    Optional<ProviderCredential> credential = named.flatMap(one -> keyring(provider).of(one));
    var at = new At(target, named, holds);
    return gates.computeIfAbsent(
        at,
        _ -> {
          List<Gate> before = gatesBefore.get(at);
          if (before != null) {
            return before;
          }
          List<Gate> made = new ArrayList<>();
          credential.ifPresent(one -> made.add(new CredentialGate(one, model)));
          if (holds) {
            made.add(new ModelLimit(holdGates.gate(model, provider, key)));
          }
          return List.copyOf(made);
        });
  }

  /// Returns the statistics of the credentials.
  List<CredentialStats> credentials() {
    return credentials.values().stream()
        .<CredentialStats>flatMap(keyring -> keyring.credentials().stats().stream())
        .toList();
  }

  /// Puts these gates into force. Under the locks of admission.
  void publish() {
    credentials.values().forEach(keyring -> keyring.credentials().publish());
    credentialsBefore.forEach(
        (provider, before) -> {
          Keyring next = credentials.get(provider);
          before.credentials().retire(next == null ? List.of() : next.credentials().all());
        });
  }

  /// What stands for the credential of a provider that no key authorises. It is another one with
  /// another `auth`.
  private static Optional<Secret> standIn(ProviderConfig provider) {
    return provider.auth().map(auth -> new Secret(auth.kind() + " " + auth.hashCode()));
  }

  private Keyring keyring(ProviderConfig provider) {
    return credentials.computeIfAbsent(provider.name(), _ -> made(provider));
  }

  private Keyring made(ProviderConfig provider) {
    List<Secret> keys =
        standIn(provider).map(List::of).orElse(provider.keys().stream().distinct().toList());
    Keyring before =
        carried.provider(provider.name()) ? credentialsBefore.get(provider.name()) : null;
    if (before != null && before.keys().equals(keys)) {
      return before;
    }
    List<Optional<ProviderCredential>> known =
        keys.stream()
            .map(key -> before == null ? Optional.<ProviderCredential>empty() : before.of(key))
            .toList();
    return new Keyring(keys, new ProviderCredentials(provider.name(), known, listener));
  }
}

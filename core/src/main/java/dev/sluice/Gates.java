package dev.sluice;

import dev.sluice.call.Gate;
import dev.sluice.credential.Credential;
import dev.sluice.credential.CredentialGate;
import dev.sluice.hold.HoldGate;
import dev.sluice.provider.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gates of all targets. A model at a provider with one credential has the same gates in every
/// route, and a credential is one for all models.
final class Gates {
  private final Map<At, List<Gate>> gates = new HashMap<>();
  private final Map<Of, Credential> credentials = new HashMap<>();

  private record At(String target, Optional<Secret> key) {}

  private record Of(String provider, Secret key) {}

  /// Those of a target, in the order in which they are asked.
  ///
  /// @param passesOn whether it passes the asked name of the model on
  /// @param key its credential; without one there is none to be set aside
  List<Gate> of(String target, boolean passesOn, String provider, Optional<Secret> key) {
    return gates.computeIfAbsent(
        new At(target, key),
        _ -> {
          Gate hold = new HoldGate(passesOn);
          return key.<List<Gate>>map(secret -> List.of(credential(provider, secret), hold))
              .orElseGet(() -> List.of(hold));
        });
  }

  private Gate credential(String provider, Secret key) {
    return new CredentialGate(
        credentials.computeIfAbsent(new Of(provider, key), _ -> new Credential()));
  }
}

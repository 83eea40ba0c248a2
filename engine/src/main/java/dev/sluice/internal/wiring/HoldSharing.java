package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.hold.ModelHoldGate;
import dev.sluice.share.SharedHolds;
import dev.sluice.share.Sharing;
import java.util.Optional;

/// Maker of the gates of holds, which other processes hear of where there are any.
///
/// @param shares what is shared; empty for nothing
record HoldSharing(Optional<Sharing> shares, AdmissionControllers controllers) {

  /// Makes the gate of a target.
  ///
  /// @param model the model that the provider is asked for; empty where names are passed on
  Gate gate(Optional<String> model, ProviderConfig provider, Optional<Secret> key) {
    if (model.isEmpty()) {
      ModelHoldGate gate = new ModelHoldGate();
      shares.ifPresent(with -> gate.share(join(with, model, provider, key, gate)));
      return gate;
    }
    HoldGate gate = new HoldGate();
    shares.ifPresent(with -> gate.share(join(with, model, provider, key, gate)));
    return gate;
  }

  private SharedHolds.Teller join(
      Sharing with,
      Optional<String> model,
      ProviderConfig provider,
      Optional<Secret> key,
      SharedHolds.Hearer gate) {
    String name = provider.name();
    return with.holds()
        .join(
            AccountDigest.of(provider.url().toString(), key),
            model,
            gate,
            change -> controllers.of(name).change(name, change));
  }
}

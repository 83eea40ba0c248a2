package dev.sluice.internal.wiring;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.hold.ModelHoldGate;
import dev.sluice.share.SharedCircuits;
import dev.sluice.share.SharedHolds;
import dev.sluice.share.Sharing;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The gates of which other processes hear, where there are any: maker of those of holds, and
/// joiner of circuits.
///
/// @param shares what is shared; empty for nothing
/// @param providers by their names
record GateSharing(
    Optional<Sharing> shares,
    AdmissionControllers controllers,
    Map<String, ProviderConfig> providers) {

  /// Joins circuits by the addresses of their providers: names are each configuration's own.
  BreakerContext.Joining circuits() {
    return shares
        .<BreakerContext.Joining>map(
            with ->
                (target, operation, circuit) -> join(with.circuits(), target, operation, circuit))
        .orElse(BreakerContext.Joining.NOBODY);
  }

  private SharedCircuits.Member join(
      SharedCircuits with, String target, Operation operation, SharedCircuits.Listener circuit) {
    int slash = target.indexOf('/');
    String name = target.substring(0, slash);
    String url = Objects.requireNonNull(providers.get(name), name).url().toString();
    return with.join(
        String.join("\n", url, target.substring(slash + 1), operation.name()),
        circuit,
        admission(name));
  }

  private Consumer<Runnable> admission(String provider) {
    AdmissionControllers those = controllers;
    return change -> those.of(provider).change(provider, change);
  }

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

  private SharedHolds.Publisher join(
      Sharing with,
      Optional<String> model,
      ProviderConfig provider,
      Optional<Secret> key,
      SharedHolds.Listener gate) {
    long account = AccountDigest.of(provider.url().toString(), key);
    return with.holds().join(account, model, gate, admission(provider.name()));
  }
}

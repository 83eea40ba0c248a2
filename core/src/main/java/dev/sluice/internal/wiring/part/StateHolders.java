package dev.sluice.internal.wiring.part;

import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.provider.stored.StateIds;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The accounts that may hold what calls leave at a provider: stored responses and conversations.
/// Safe for any thread.
public final class StateHolders {
  private StateHolders() {}

  /// The origins of what the accounts of `provider` hold; none where it keeps nothing.
  public static Set<String> of(ProviderConfig provider) {
    if (!Preset.of(provider).operations().contains(Operation.RESPONSES)) {
      return Set.of();
    }
    return credentials(provider)
        .map(key -> new StateIds(provider, key).origin())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The credentials of `provider`, in their order, one for each account; a single empty one where
  /// it is asked without.
  public static Stream<Optional<Secret>> credentials(ProviderConfig provider) {
    return provider.keys().isEmpty()
        ? Stream.of(Optional.empty())
        : provider.keys().stream().map(Optional::of);
  }

  /// Whether the names of what is held have to say where that is: there are several accounts.
  public static boolean areSeveral(GatewayConfig config) {
    return !isOne(config.providers().stream().map(StateHolders::of));
  }

  /// Whether all that is held is at one account, or nothing is held.
  ///
  /// @param held the origins of what the accounts of each provider hold
  public static boolean isOne(Stream<Set<String>> held) {
    return held.flatMap(Set::stream).distinct().count() <= 1;
  }
}

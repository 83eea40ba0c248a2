package dev.sluice.internal.wiring;

import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.stored.StateIds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The accounts of one provider that may hold what calls leave there: stored responses and
/// conversations. Immutable.
///
/// @param accounts the origins of new names, one for each account; none where the provider keeps
///   nothing
/// @param origins the accounts, and the origins of names that were made with credentials which have
///   been replaced
public record StateHolders(Set<String> accounts, Set<String> origins) {
  /// The accounts of a provider that keeps nothing.
  public static final StateHolders NONE = new StateHolders(Set.of(), Set.of());

  public StateHolders {
    accounts = Set.copyOf(accounts);
    origins = Set.copyOf(origins);
  }

  /// Returns the accounts of `provider`.
  public static StateHolders of(ProviderConfig provider) {
    if (!Preset.of(provider).operations().contains(Operation.RESPONSES)) {
      return NONE;
    }
    List<StateIds> ids = credentials(provider).map(key -> new StateIds(provider, key)).toList();
    return new StateHolders(
        ids.stream().map(StateIds::origin).collect(Collectors.toSet()),
        ids.stream().flatMap(each -> each.origins().stream()).collect(Collectors.toSet()));
  }

  /// Returns the credentials of `provider`, in their order, one for each account; a single empty
  /// one where the provider is asked without.
  public static Stream<Optional<Secret>> credentials(ProviderConfig provider) {
    return provider.keys().isEmpty()
        ? Stream.of(Optional.empty())
        : provider.keys().stream().map(Optional::of);
  }

  /// Whether an account of `provider` may hold stored responses, and its names prove no owner.
  public static boolean isUnproven(ProviderConfig provider) {
    return Preset.of(provider).operations().contains(Operation.RESPONSES)
        && credentials(provider).anyMatch(key -> !new StateIds(provider, key).isSecret());
  }

  /// Whether names of what is held have to include the account, since there are several.
  public static boolean areSeveral(GatewayConfig config) {
    return !isOne(config.providers().stream().map(StateHolders::of));
  }

  /// Whether all that is held is at one account, or nothing is held.
  public static boolean isOne(Stream<StateHolders> held) {
    return held.flatMap(each -> each.accounts().stream()).distinct().count() <= 1;
  }

  /// Whether one of these accounts holds what a name of `origin` means; where `origin` is empty,
  /// any account may.
  public boolean hold(String origin) {
    return origin.isEmpty() ? !accounts.isEmpty() : origins.contains(origin);
  }
}

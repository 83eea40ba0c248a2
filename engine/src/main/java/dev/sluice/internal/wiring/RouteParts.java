package dev.sluice.internal.wiring;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.batch.Batching;
import dev.sluice.internal.batch.Batching.Gathering;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.choice.RouteChoice;
import dev.sluice.internal.coalesce.Coalesce;
import dev.sluice.internal.race.TokenBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parts of a route that the route of the same name in the next generation may go on with:
/// always the admission; the cache and what calls share, where both routes lead to the same models
/// of the same providers; and the budget of its races.
///
/// @param source the configuration that the route is made of
/// @param controller the controller that gives the route's grants
record RouteParts(
    Source source,
    AdmissionController controller,
    Admission admission,
    Optional<Cache> cache,
    Optional<Coalesce> coalesce,
    Optional<Batching> batching,
    Optional<RouteChoice> choice,
    Optional<TokenBudget> raceTokens) {

  /// Whether the route chooses among its targets as `policy` says.
  boolean choosesLike(RoutePolicy policy) {
    return source.config().policy().choice().equals(policy.choice());
  }

  /// Returns the budget of the races of a route with this policy: the previous one, if its races
  /// are configured alike.
  static Optional<TokenBudget> raceTokens(@Nullable RouteParts before, RoutePolicy policy) {
    return Races.tokens(
        policy.race(),
        Optional.ofNullable(before)
            .filter(parts -> parts.source().config().policy().race().equals(policy.race()))
            .flatMap(RouteParts::raceTokens));
  }

  /// The key of a route. A configured route may be called like a provider, which has a route too.
  ///
  /// @param passesOn whether the route is that of a provider
  record Key(String name, boolean passesOn) {}

  /// The configuration that a route is made of.
  ///
  /// @param providers the providers that the route's targets name
  /// @param limited the names of those providers whose limits are kept
  record Source(RouteConfig config, List<ProviderConfig> providers, Set<String> limited) {
    static Source of(
        RouteConfig config, Map<String, ProviderConfig> providers, GatewayConfig gateway) {
      Set<String> named =
          config.targets().stream().map(TargetConfig::provider).collect(Collectors.toSet());
      List<ProviderConfig> known =
          named.stream().sorted().filter(providers::containsKey).map(providers::get).toList();
      return new Source(
          config,
          known,
          known.stream()
              .filter(provider -> gateway.quota(provider).kept())
              .map(ProviderConfig::name)
              .collect(Collectors.toUnmodifiableSet()));
    }

    private Set<String> models() {
      return config.targets().stream()
          .map(target -> target.provider() + "/" + target.model().orElse("*"))
          .collect(Collectors.toSet());
    }

    /// Whether calls of this route and of `before` lead to the same models of the same providers.
    boolean leadsLike(Source before, Carried carried) {
      return models().equals(before.models())
          && providers.stream().allMatch(provider -> carried.provider(provider.name()));
    }

    ReuseConfig reuse() {
      return config.policy().reuse();
    }

    /// Which calls are put together; empty for none. A route that does not say so puts calls of the
    /// band `batch` together where all its providers are known to take as many inputs.
    Optional<Gathering> gathering() {
      Optional<BatchConfig> all = reuse().batch();
      boolean known =
          !providers.isEmpty()
              && providers.stream().allMatch(provider -> provider.type().takesManyInputs());
      return all.isEmpty() && reuse().batchBand() && known
          ? Optional.of(new Gathering(BatchConfig.defaults(), true))
          : all.map(config -> new Gathering(config, false));
    }
  }
}

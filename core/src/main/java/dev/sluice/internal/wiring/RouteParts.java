package dev.sluice.internal.wiring;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.batch.Batching;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.coalesce.Coalesce;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The parts of a route that the route of the same name in the next generation may go on with: its
/// admission always, what it keeps of answers and what its calls share where it leads to the same
/// models of the same providers.
///
/// @param source what the route is made of
/// @param controller where its grants are given
record RouteParts(
    Source source,
    AdmissionController controller,
    Admission admission,
    Optional<Cache> cache,
    Optional<Coalesce> coalesce,
    Optional<Batching> batching) {

  /// What a route is called. A configured route may be called like a provider, which has a route
  /// too.
  ///
  /// @param passesOn whether it is the route of a provider
  record Key(String name, boolean passesOn) {}

  /// What a route is made of.
  ///
  /// @param providers those that its targets name
  record Source(RouteConfig config, List<ProviderConfig> providers) {
    static Source of(RouteConfig config, Map<String, ProviderConfig> providers) {
      Set<String> named =
          config.targets().stream().map(TargetConfig::provider).collect(Collectors.toSet());
      return new Source(
          config,
          named.stream().sorted().filter(providers::containsKey).map(providers::get).toList());
    }

    private Set<String> models() {
      return config.targets().stream()
          .map(target -> target.provider() + "/" + target.model().orElse("*"))
          .collect(Collectors.toSet());
    }

    /// Whether calls of both lead to the same models of the same providers.
    boolean leadsLike(Source before, Carried carried) {
      return models().equals(before.models())
          && providers.stream().allMatch(provider -> carried.provider(provider.name()));
    }

    ReuseConfig reuse() {
      return config.policy().savings();
    }
  }
}

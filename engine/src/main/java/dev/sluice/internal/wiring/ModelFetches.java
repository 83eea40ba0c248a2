package dev.sluice.internal.wiring;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.provider.model.ListedModel;
import dev.sluice.provider.model.Listing;
import dev.sluice.provider.model.ModelLister;
import dev.sluice.stats.ModelCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The fetches of lists of models. Fetches outlive a generation, and must not keep what it was
/// built from.
final class ModelFetches {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private ModelFetches() {}

  /// Returns the fetch of a provider's list.
  ///
  /// @param authorizers has the transport of the provider
  /// @param loop carries the fetching
  static ModelLists.Fetch of(
      ProviderConfig provider, Authorizers authorizers, Loop loop, ListingHealth health) {
    String name = provider.name();
    Optional<Secret> key = provider.keys().stream().findFirst();
    var lister = new ModelLister(provider, key, authorizers.transport(provider));
    return () -> models(name, lister.list(loop, WITHIN), health);
  }

  private static ModelLists.Fetched models(String provider, Listing listing, ListingHealth health) {
    return switch (listing) {
      case Listing.Listed(List<ListedModel> models) -> {
        health.listed(provider);
        yield new ModelLists.Fetched.Listed(models.stream().map(ModelFetches::model).toList());
      }
      case Listing.Unlisted(Failed why) -> {
        health.failed(provider, why);
        yield why instanceof Failed.Refused
            ? new ModelLists.Fetched.NoList()
            : new ModelLists.Fetched.Unanswered();
      }
    };
  }

  private static ModelCatalogue.Model model(ListedModel listed) {
    return new ModelCatalogue.Model(listed.id(), Optional.of(listed.json()));
  }
}

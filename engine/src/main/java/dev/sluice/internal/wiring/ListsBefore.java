package dev.sluice.internal.wiring;

import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.GatewayConfig;
import java.util.List;
import java.util.Optional;

/// What of the generation before goes on of the providers' lists of models.
///
/// @param previous the generation before; empty for the first one
/// @param config the configuration of the next one
/// @param carried what is the same in both
record ListsBefore(Optional<Generation> previous, GatewayConfig config, Carried carried) {

  /// Returns the lists of the generation before where they are of the same providers; else new
  /// ones, with what is known already.
  ModelLists lists(List<Catalogue.Lister> listers, Loop loop) {
    Optional<ModelLists> before = previous.map(generation -> generation.catalogue().lists());
    if (before.isPresent() && hasSameProviders()) {
      return before.get();
    }
    ModelLists lists = Catalogue.lists(listers, loop);
    before.ifPresent(ended -> lists.know(ended, carried));
    return lists;
  }

  /// Returns the listing health of the generation before, or what of it goes on.
  ListingHealth health(Observer observer) {
    return previous
        .map(generation -> generation.catalogue().health())
        .map(health -> hasSameProviders() ? health : health.next(carried::provider))
        .orElseGet(() -> new ListingHealth(observer::noticed));
  }

  private boolean hasSameProviders() {
    return previous
        .filter(generation -> generation.config().providers().equals(config.providers()))
        .isPresent();
  }
}

package dev.sluice.internal.metrics;

import dev.sluice.stats.ModelCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// The meters of the catalogue of models, by provider.
public record CatalogueMeters(ModelCatalogue catalogue) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    catalogue.providers().forEach(provider -> bind(registry, provider));
  }

  private void bind(MeterRegistry registry, String provider) {
    Gauge.builder("sluice.catalogue.listed", catalogue, c -> c.isListed(provider) ? 1 : 0)
        .description("whether a provider has listed its models when it was asked last")
        .tag("gen_ai.provider.name", provider)
        .register(registry);
    Gauge.builder("sluice.catalogue.models", catalogue, c -> c.listed(provider))
        .description("how many models a provider has listed")
        .tag("gen_ai.provider.name", provider)
        .register(registry);
  }
}

package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.value.Durations;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The lines that say how the calls of a route are put together, and where that is set.
///
/// @param providers all that are configured
record BatchLines(Loaded.Origin origin, RouteConfig route, List<ProviderConfig> providers) {
  private static final String KEY = "batch";

  void addTo(Table table) {
    Optional<BatchConfig> batch = route.policy().reuse().batch();
    if (batch.isEmpty()) {
      table.row(KEY, bandIsBatched() ? "of the band batch" : "off", set().orElse("default"));
    } else {
      table.row(KEY);
      row(table, "max_items", String.valueOf(batch.get().maxItems()));
      row(table, "max_wait", Durations.show(batch.get().maxWait()));
    }
  }

  /// Whether calls that nobody waits for are put together.
  private boolean bandIsBatched() {
    Set<String> named =
        route.targets().stream().map(TargetConfig::provider).collect(Collectors.toSet());
    return route.policy().reuse().batchBand()
        && providers.stream()
            .filter(provider -> named.contains(provider.name()))
            .allMatch(provider -> provider.type().takesManyInputs());
  }

  private void row(Table table, String key, String value) {
    table.row("  " + key, value, origin.ofRoute(route, KEY, key).or(this::set).orElse("default"));
  }

  private Optional<String> set() {
    return origin.ofRoute(route, KEY);
  }
}

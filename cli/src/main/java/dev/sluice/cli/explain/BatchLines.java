package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.value.Durations;
import java.util.Optional;

/// The lines that say how the calls of a route are put together, and where that is set.
record BatchLines(Loaded.Origin origin, RouteConfig route) {
  private static final String KEY = "batch";

  void addTo(Table table) {
    Optional<BatchConfig> batch = route.policy().reuse().batch();
    if (batch.isEmpty()) {
      table.row(KEY, "off", set().orElse("default"));
    } else {
      table.row(KEY);
      row(table, "max_items", String.valueOf(batch.get().maxItems()));
      row(table, "max_wait", Durations.show(batch.get().maxWait()));
    }
  }

  private void row(Table table, String key, String value) {
    table.row("  " + key, value, origin.ofRoute(route, KEY, key).or(this::set).orElse("default"));
  }

  private Optional<String> set() {
    return origin.ofRoute(route, KEY);
  }
}

package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.OpenTime;
import dev.sluice.config.value.Durations;
import java.util.Optional;

/// The lines that say when the targets of a route are kept from calls, and where that is set.
record BreakerLines(Loaded.Origin origin, RouteConfig route) {
  private static final String KEY = "breaker";

  void addTo(Table table) {
    Optional<BreakerConfig> breaker = route.policy().breaker();
    if (breaker.isPresent()) {
      table.row(KEY);
      addTo(table, breaker.get());
    } else {
      table.row(KEY, "off", origin.ofRoute(route, KEY).orElse("default"));
    }
  }

  private void addTo(Table table, BreakerConfig breaker) {
    row(table, "failures", String.valueOf(breaker.failures()));
    row(table, "window", Durations.show(breaker.window()));
    row(table, "failure_rate", Table.percent(breaker.failureRate()));
    row(table, "min_calls", String.valueOf(breaker.minCalls()));
    row(table, "open", show(breaker.open()));
    row(table, "probe", breaker.probe().word());
  }

  private void row(Table table, String key, String value) {
    table.row("  " + key, value, origin.ofRoute(route, KEY, key).orElse("default"));
  }

  private static String show(OpenTime open) {
    String base = Durations.show(open.base());
    return open.base().equals(open.max()) ? base : base + " to " + Durations.show(open.max());
  }
}

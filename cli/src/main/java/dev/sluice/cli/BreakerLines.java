package dev.sluice.cli;

import dev.sluice.RouteConfig;
import dev.sluice.breaker.BreakerConfig;
import dev.sluice.breaker.OpenTime;
import dev.sluice.server.config.Durations;

/// When the targets of a route are kept from calls, and where that is set.
record BreakerLines(Loaded.Origin origin, RouteConfig route) {

  void addTo(Table table) {
    String set =
        origin
            .of("routes", route.name(), "breaker")
            .or(() -> origin.of("defaults", "breaker"))
            .orElse("default");
    table.row("breaker", route.policy().breaker().map(BreakerLines::show).orElse("off"), set);
  }

  private static String show(BreakerConfig breaker) {
    String opens = breaker.failures() + " failures in a row";
    String open = "; open " + show(breaker.open());
    if (breaker.classic()) {
      return "classic: " + opens + open;
    }
    String share = "%.4g%%".formatted(breaker.failureRate() * 100).replaceFirst("\\.?0+%", "%");
    return opens
        + ", or %s of %d calls in %s"
            .formatted(share, breaker.minCalls(), Durations.show(breaker.window()))
        + open;
  }

  private static String show(OpenTime open) {
    String base = Durations.show(open.base());
    return open.base().equals(open.max()) ? base : base + " to " + Durations.show(open.max());
  }
}

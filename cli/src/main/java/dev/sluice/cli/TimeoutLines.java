package dev.sluice.cli;

import dev.sluice.RouteConfig;
import dev.sluice.server.config.Durations;
import dev.sluice.timeout.TimeoutConfig;
import java.time.Duration;
import java.util.Optional;

/// The timeouts of a route, and whether each is its own, a default of the file, or ours.
record TimeoutLines(Loaded.Origin origin, RouteConfig route) {

  void addTo(Table table) {
    TimeoutConfig timeout = route.policy().timeout();
    row(table, "connect", Durations.show(timeout.connect()));
    row(table, "first_token", show(timeout.firstToken(), TimeoutConfig.FIRST_TOKEN_CEILING));
    row(table, "stall", show(timeout.stall(), TimeoutConfig.STALL_CEILING));
    row(table, "total", Durations.show(timeout.total()));
  }

  private void row(Table table, String key, String value) {
    String set =
        origin
            .of("routes", route.name(), "timeout", key)
            .or(() -> origin.of("defaults", "timeout", key))
            .orElse("default");
    table.row("  " + key, value, set);
  }

  private static String show(Optional<Duration> fixed, Duration ceiling) {
    return fixed.map(Durations::show).orElse("adaptive, at most " + Durations.show(ceiling));
  }
}

package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import java.util.Optional;

/// The lines that say how a route repeats and races attempts, what it answers without one, and
/// where each is set.
record ReuseLines(Loaded.Origin origin, RouteConfig route) {

  void addTo(Table table) {
    retry(table, route.policy().retry());
    RaceConfig race = route.policy().race();
    String budget = Table.percent(race.budget()) + " of the tokens";
    table.row("race", race.isOff() ? "off" : budget, set("race", "budget"));
    ReuseConfig reuse = route.policy().reuse();
    cache(table, reuse.cache());
    table.row("coalesce", String.valueOf(reuse.coalesce()), set("coalesce"));
  }

  private void retry(Table table, RetryConfig retry) {
    if (retry.isOff()) {
      table.row("retry", "off", set("retry"));
      return;
    }
    table.row("retry");
    table.row("  attempts", String.valueOf(retry.attempts()), set("retry", "attempts"));
    table.row("  budget", Table.percent(retry.budget()) + " of the calls", set("retry", "budget"));
  }

  private void cache(Table table, Optional<CacheConfig> cache) {
    if (cache.isEmpty()) {
      table.row("cache", "off", set("cache"));
      return;
    }
    table.row("cache");
    table.row("  max", Sizes.show(cache.get().max()), set("cache", "max"));
    table.row("  ttl", Durations.show(cache.get().ttl()), set("cache", "ttl"));
  }

  /// The place of a setting, or of the section that it belongs to.
  private String set(String... keys) {
    return origin.ofRoute(route, keys).or(() -> origin.ofRoute(route, keys[0])).orElse("default");
  }
}

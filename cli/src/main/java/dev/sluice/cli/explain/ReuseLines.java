package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The lines that say how a route repeats and races attempts, what it answers without one, and
/// where each is set.
record ReuseLines(Loaded.Origin origin, RouteConfig route) {

  void addTo(Table table) {
    retry(table, route.policy().retry());
    RaceConfig race = route.policy().race();
    String budget = percent(race.budget()) + " of the tokens";
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
    table.row("  budget", percent(retry.budget()) + " of the calls", set("retry", "budget"));
    String backoff = retry.backoff().name().toLowerCase(Locale.ROOT);
    table.row("  backoff", backoff, set("retry", "backoff"));
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
    String[] section = {keys[0]};
    return Stream.of(keys, section)
        .flatMap(path -> Stream.of(under(path, "routes", route.name()), under(path, "defaults")))
        .flatMap(path -> origin.of(path).stream())
        .findFirst()
        .orElse("default");
  }

  private static String[] under(String[] path, String... before) {
    return Stream.concat(Arrays.stream(before), Arrays.stream(path)).toArray(String[]::new);
  }

  private static String percent(double share) {
    return "%.4g%%".formatted(share * 100).replaceFirst("\\.?0+%", "%");
  }
}

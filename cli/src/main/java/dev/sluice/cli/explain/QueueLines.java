package dev.sluice.cli.explain;

import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import java.util.Map;
import java.util.TreeMap;

/// The queue of a route, key by key, and the shares of its tenants.
record QueueLines(Loaded loaded, RouteConfig route) {

  void addTo(Table table) {
    QueueConfig queue = route.policy().queue();
    table.row("  calls", String.valueOf(queue.calls()), origin("calls"));
    table.row("  tokens", String.valueOf(queue.tokens()), origin("tokens"));
    table.row("  bytes", Sizes.show(queue.bytes()), origin("bytes"));
    table.row("  max_wait", Durations.show(queue.maxWait()), origin("max_wait"));
    table.row("  heartbeat", queue.heartbeat() ? "on" : "off", origin("heartbeat"));
    Map<String, Integer> weights = new TreeMap<>(loaded.config().gateway().tenants());
    weights.forEach(
        (tenant, weight) ->
            table.row("  tenant " + tenant, "weight " + weight, origin(loaded, tenant)));
  }

  private String origin(String key) {
    return loaded.origin().ofRoute(route, "queue", key).orElse("default");
  }

  private static String origin(Loaded loaded, String tenant) {
    return loaded.origin().of("tenants", tenant, "weight").orElse("default");
  }
}

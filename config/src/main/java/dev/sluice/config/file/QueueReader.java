package dev.sluice.config.file;

import dev.sluice.config.ConfigNames;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.value.Counts;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The reader of `queue` and `tenants`.
final class QueueReader {
  private static final int MOST_CALLS = 1_000_000;
  private static final long MOST_BYTES = 1L << 40;
  private static final int MOST_WEIGHT = 1_000;
  private static final String ANY = "*";

  private QueueReader() {}

  /// Reads `queue`. Keys that the section leaves out are as in `otherwise`.
  static QueueConfig queue(Section in, QueueConfig otherwise) {
    return in.in("queue", queue -> read(queue, otherwise));
  }

  private static QueueConfig read(Section queue, QueueConfig otherwise) {
    return new QueueConfig(
        queue.get("calls", Types.integer(1, MOST_CALLS), otherwise.calls()),
        queue.get("tokens", Counts.COUNT, otherwise.tokens()),
        queue.get("bytes", Types.size(1, MOST_BYTES), otherwise.bytes()),
        queue.get(
            "max_wait",
            Types.duration(QueueConfig.WAIT_MIN, QueueConfig.WAIT_MAX),
            otherwise.maxWait()),
        queue.get(
            "heartbeat",
            Types.oneOf(Map.entry("off", false), Map.entry("on", true)),
            otherwise.heartbeat()));
  }

  /// The weights of tenants; of those that are not named under `*`.
  public static Map<String, Integer> tenants(Section root) {
    Map<String, Integer> weights = new HashMap<>();
    root.named(
        "tenants",
        (name, in) -> {
          checkTenant(name, in);
          in.need("weight", Types.integer(1, MOST_WEIGHT), "add `weight: 1`")
              .ifPresent(weight -> weights.put(name, weight));
          return Optional.of(name);
        });
    return weights;
  }

  private static void checkTenant(String name, Section in) {
    if (!name.equals(ANY) && !ConfigNames.isTenant(name)) {
      in.fail("must be named by " + ConfigNames.TENANT + ", as x-sluice-tenant is");
    }
  }
}

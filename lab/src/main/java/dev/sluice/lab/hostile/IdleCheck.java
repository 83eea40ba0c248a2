package dev.sluice.lab.hostile;

import dev.sluice.lab.process.MetricsReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Checks whether a gateway has given back everything that its calls held.
final class IdleCheck {
  private static final int LOOKS_EVERY_MILLIS = 50;

  /// The meters that must be zero while no call is under way.
  private static final List<String> GAUGES =
      List.of(
          "sluice_calls_in_flight",
          "sluice_attempts_in_flight",
          "sluice_queue_calls",
          "sluice_queue_tokens",
          "sluice_quota_reserved",
          "sluice_quota_concurrency_used",
          "sluice_bodies_used_bytes",
          "sluice_clients_unsent_bytes");

  private IdleCheck() {}

  /// Waits until the gateway has given everything back.
  public static AttackResult within(Site site, long millis)
      throws IOException, InterruptedException {
    String left = left(site);
    for (long waited = 0; !left.isEmpty() && waited < millis; waited += LOOKS_EVERY_MILLIS) {
      TimeUnit.MILLISECONDS.sleep(LOOKS_EVERY_MILLIS);
      left = left(site);
    }
    return new AttackResult(left.isEmpty(), left.isEmpty() ? "all given back" : left);
  }

  /// The first gauge that is not zero; empty where there is none.
  private static String left(Site site) throws IOException {
    RawAnswer page = site.metrics();
    for (String gauge : GAUGES) {
      double value = MetricsReader.sum(page.body(), gauge);
      if (value != 0) {
        return gauge + " " + value;
      }
    }
    return page.status() == 200 ? "" : "metrics: " + page.summary();
  }
}

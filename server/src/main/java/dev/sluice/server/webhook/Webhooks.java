package dev.sluice.server.webhook;

import dev.sluice.call.runtime.Clock;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.payment.BudgetAlert;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// The receivers of a configuration. Safe for any thread but a loop.
public final class Webhooks implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final HttpWebhookPost post = new HttpWebhookPost();
  private final Clock clock;
  private final Consumer<String> notices;
  private volatile Map<URI, WebhookQueue> queues = Map.of();

  /// @param notices is told, in words, of receivers that do not take messages
  public Webhooks(List<WebhookConfig> receivers, Clock clock, Consumer<String> notices) {
    this.clock = clock;
    this.notices = notices;
    use(receivers);
  }

  /// Tells other receivers from now on. What waits for an address that is still there is sent to
  /// it; what waits for others is dropped.
  public synchronized void use(List<WebhookConfig> receivers) {
    Map<URI, WebhookQueue> before = queues;
    Map<URI, WebhookQueue> next = new LinkedHashMap<>();
    for (WebhookConfig receiver : receivers) {
      WebhookQueue known = before.get(receiver.url());
      WebhookQueue queue = known == null ? new WebhookQueue(receiver, post, clock, notices) : known;
      queue.use(receiver);
      next.put(receiver.url(), queue);
    }
    queues = next;
    drop(before, next);
  }

  private static void drop(Map<URI, WebhookQueue> before, Map<URI, WebhookQueue> next) {
    before.forEach(
        (url, queue) -> {
          if (!next.containsKey(url)) {
            queue.close(true);
          }
        });
  }

  /// Tells all receivers of a budget, without waiting.
  public void tell(BudgetAlert alert, OwnedBudget budget) {
    Map<URI, WebhookQueue> now = queues;
    if (!now.isEmpty()) {
      String id = UUID.randomUUID().toString();
      var message = new WebhookMessage(id, clock.millis(), alert, budget);
      now.values().forEach(queue -> queue.add(message));
    }
  }

  /// Tries to send what waits, for a moment, then gives up.
  @Override
  public synchronized void close() {
    queues.values().forEach(queue -> queue.close(false));
    long end = clock.nanos() + LAST_WORDS.toNanos();
    try {
      for (WebhookQueue queue : queues.values()) {
        queue.join(Duration.ofNanos(Math.max(1, end - clock.nanos())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    post.close();
  }
}

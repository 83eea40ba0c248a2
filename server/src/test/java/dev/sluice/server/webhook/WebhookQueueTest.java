package dev.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.WebhookConfig.Form;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WebhookQueueTest {
  private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

  /// Each look at it is an hour later, so that nothing waits.
  private final Clock clock =
      new Clock() {
        private final AtomicLong hours = new AtomicLong();

        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH.plus(Duration.ofHours(hours.incrementAndGet()));
        }
      };

  @Test
  void a_post_that_ends_in_a_programming_error_is_one_that_failed_and_is_repeated()
      throws InterruptedException {
    var to = new WebhookConfig(URI.create("https://h/secret"), Form.JSON, Optional.empty());
    WebhookPost post =
        (_, headers, _, _) -> {
          posted.add(String.valueOf(headers.get("x-sluice-delivery")));
          if (posted.size() == 1) {
            throw new IllegalStateException("https://h/secret");
          }
          return 200;
        };
    var queue = new WebhookQueue(to, post, clock, notices::add);
    queue.add(WebhookFixture.message("id-1"));
    assertThat(notices.poll(30, TimeUnit.SECONDS))
        .contains("(IllegalStateException)")
        .doesNotContain("secret");
    assertThat(notices.poll(30, TimeUnit.SECONDS)).contains("takes messages again");
    assertThat(posted).containsExactly("id-1", "id-1");
    queue.close(true);
    queue.join(Duration.ofSeconds(30));
  }
}

package dev.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  @Test
  void messages_are_sent_in_order() {
    outbox.add(WebhookFixture.message("a"));
    outbox.add(WebhookFixture.message("b"));
    assertThat(outbox.due(0)).map(WebhookMessage::id).contains("a");
    outbox.done();
    assertThat(outbox.due(0)).map(WebhookMessage::id).contains("b");
    outbox.done();
    assertThat(outbox.due(0)).isEmpty();
  }

  @Test
  void one_that_is_not_taken_is_repeated_with_backoff_and_given_up_in_the_end() {
    outbox.add(WebhookFixture.message("a"));
    outbox.add(WebhookFixture.message("b"));
    List<Long> pauses = new ArrayList<>();
    long now = 0;
    boolean lost = false;
    while (!lost) {
      assertThat(outbox.due(now)).map(WebhookMessage::id).contains("a");
      lost = outbox.failed(now);
      long failed = now;
      while (outbox.due(now).isEmpty()) {
        now += 1_000;
      }
      pauses.add((now - failed) / 1_000);
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    assertThat(outbox.due(now)).map(WebhookMessage::id).contains("b");
  }

  @Test
  void a_message_that_is_taken_late_lets_the_next_one_go_at_once() {
    outbox.add(WebhookFixture.message("a"));
    outbox.add(WebhookFixture.message("b"));
    outbox.failed(0);
    outbox.failed(1_000);
    outbox.done();
    assertThat(outbox.due(1_000)).map(WebhookMessage::id).contains("b");
    assertThat(outbox.failed(1_000)).isFalse();
    assertThat(outbox.due(2_000)).isPresent();
  }
}

package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.quota.Concurrency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A server that slows down before it refuses, behind the queue and an adaptive limit.
class CapacityTest {
  private static final int SLOTS = 8;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final QueueFixture crowd = new QueueFixture(SLOTS, new Concurrency.Adaptive());

  @Test
  void what_a_server_can_serve_is_served_without_refusals() {
    crowd.run(LONG, 0.7);
    crowd.run(LONG, 0.7);
    assertThat(crowd.refusals).isEmpty();
    assertThat(crowd.usualWait()).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void of_twice_as_much_half_is_served_and_the_rest_told_when_to_come_back() {
    crowd.run(LONG, 0.7);
    crowd.run(LONG, 2);
    crowd.run(LONG, 2);
    assertThat(throughput()).isGreaterThan(0.9);
    assertThat(crowd.refusals)
        .allMatch(why -> why instanceof Failed.Overloaded o && o.hint().orElseThrow().isPositive());
    assertThat((double) crowd.refusals.size() / calls()).isBetween(0.4, 0.6);
    assertThat(crowd.usualWait()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void a_queue_that_stood_is_gone_soon_after_the_load() {
    crowd.run(LONG, 2);
    crowd.run(Duration.ofMinutes(1), 0.5);
    crowd.run(LONG, 0.5);
    assertThat(crowd.refusals).isEmpty();
    assertThat(crowd.usualWait()).isLessThan(Duration.ofMillis(100));
  }

  private int calls() {
    return crowd.refusals.size() + crowd.waits.size();
  }

  private double throughput() {
    return crowd.ended * QueueFixture.SECONDS_A_CALL / SLOTS / LONG.toSeconds();
  }
}

package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.quota.Concurrency;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// P17: a process that gets too little of the processors, so that all it does is done late.
class StarvedTest {
  private static final int SLOTS = 8;
  private static final double LOAD = 1.5;
  private static final Duration LATE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final QueueFixture crowd = new QueueFixture(SLOTS, new Concurrency.Fixed(SLOTS));

  @Test
  void latency_rises_and_nothing_collapses() {
    crowd.run(LONG, LOAD);
    assertThat(throughput(Duration.ZERO)).isGreaterThan(0.95);
    crowd.lateBy(LATE);
    crowd.run(LONG, LOAD);
    assertThat(throughput(LATE.dividedBy(2))).isGreaterThan(0.9);
    assertThat(Collections.max(crowd.waits)).isLessThan(crowd.config.maxWait().plus(LATE));
    assertThat(crowd.refusals).allMatch(why -> why.kind().equals("overloaded"));
    assertThat(crowd.waiting()).isLessThan(crowd.config.calls() / 2);
  }

  @Test
  void what_it_can_serve_again_it_serves() {
    crowd.lateBy(LATE);
    crowd.run(LONG, LOAD);
    crowd.lateBy(Duration.ZERO);
    crowd.run(Duration.ofMinutes(1), 0.5);
    crowd.run(LONG, LOAD);
    assertThat(throughput(Duration.ZERO)).isGreaterThan(0.95);
  }

  /// Of what the slots can serve if each is idle for so long after each call.
  private double throughput(Duration idle) {
    double seconds = QueueFixture.SECONDS_A_CALL + idle.toMillis() / 1e3;
    return crowd.ended * seconds / SLOTS / LONG.toSeconds();
  }
}

package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.BatchListener.LineOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ClientBatchMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private double lines(String outcome) {
    return registry.get("sluice.batches.lines").tag("outcome", outcome).counter().count();
  }

  /// What begins with `sluice.batch.` is about calls that were gathered.
  @Test
  void calls_of_lines_are_counted_beside_what_else_is_told_of_batches() {
    var meters = new ClientBatchMeters(registry, _ -> {}, _ -> {});
    meters.line(LineOutcome.RETRIED);
    assertThat(lines("retried")).isEqualTo(1);
    assertThat(lines("completed")).isZero();
    assertThat(registry.getMeters())
        .noneMatch(meter -> meter.getId().getName().startsWith("sluice.batch."));
  }
}

package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Reports;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.report.history.History;
import dev.sluice.testing.NoLoop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CallsJsonTest {
  private static final int MORE_THAN_KEPT = 3_000;

  private final History history = new History(Duration.ofSeconds(10), 0);

  private void ended(int number, Outcome outcome) {
    var call =
        new Call(
            "call-" + number,
            Operation.CHAT,
            new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
            new Body(Unpooled.EMPTY_BUFFER, () -> {}),
            Map.of(),
            Duration.ofMillis(number).toNanos(),
            new Deadline(Long.MAX_VALUE),
            new NoLoop());
    history.callEnded(
        call,
        Reports.of(
            outcome,
            new AttemptHistory("p/m", 1, List.of(), Duration.ZERO),
            Duration.ofMillis(1),
            Optional.empty(),
            Duration.ZERO,
            new Usage(1, 1, 0, false),
            false));
  }

  private JsonNode asked(String name, String value) throws BadQuery {
    return CallsJson.of(history, Instant.EPOCH::plusNanos, new Query(Map.of(name, List.of(value))));
  }

  @Test
  void calls_are_looked_for_by_id_as_far_back_as_each_of_them_is_kept() throws Exception {
    ended(0, new Failed.Internal());
    for (int number = 1; number <= MORE_THAN_KEPT; number++) {
      ended(number, new Answered());
    }
    JsonNode found = asked("id", "call-0");
    assertThat(found.path("calls")).hasSize(1);
    long oldest = Duration.ofNanos(history.calls().getLast().arrived()).toMillis();
    assertThat(oldest).isGreaterThan(1);
    assertThat(found.path("since").asLong()).isEqualTo(oldest);
    assertThat(asked("id", "call-1").path("calls")).isEmpty();
    assertThat(asked("failed", "true").path("since").asLong()).isZero();
  }
}

package dev.sluice.internal.history.recent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallRingTest {
  private static final Report.Attempt FIRST =
      new Report.Attempt("p/m", Optional.empty(), 1, 2, 3, 4, Call.Trace.NONE);
  private static final Report.Attempt RACED =
      new Report.Attempt(
          "q/m",
          Optional.of("race"),
          5,
          Report.Attempt.NEVER,
          Report.Attempt.NEVER,
          6,
          Call.Trace.NONE);

  private final CallRing ring = new CallRing(3);

  @Test
  void a_call_is_read_as_it_was_added() {
    CallRecord call = call("gpt-4o", Optional.of(Duration.ofNanos(7)), List.of(FIRST, RACED));
    ring.add(call);
    assertThat(ring.newestFirst()).containsExactly(call);
  }

  @Test
  void what_is_absent_stays_absent() {
    CallRecord call = call("", Optional.empty(), List.of());
    ring.add(call);
    assertThat(ring.newestFirst()).containsExactly(call);
  }

  @Test
  void a_long_name_of_any_script_and_many_attempts_are_kept_whole() {
    CallRecord call =
        call("模型🚢".repeat(40), Optional.of(Duration.ZERO), Collections.nCopies(40, RACED));
    ring.add(call);
    assertThat(ring.newestFirst()).containsExactly(call);
  }

  @Test
  void the_oldest_call_makes_way() {
    List.of("a", "b", "c", "d")
        .forEach(model -> ring.add(call(model, Optional.empty(), List.of())));
    assertThat(ring.newestFirst()).extracting(CallRecord::model).containsExactly("d", "c", "b");
  }

  private static CallRecord call(
      String model, Optional<Duration> firstToken, List<Report.Attempt> attempts) {
    return new CallRecord(
        "req_1",
        -8,
        Operation.EMBEDDINGS,
        model,
        true,
        "route",
        Band.BATCH,
        "tenant",
        "answered",
        "",
        Duration.ofMillis(1),
        Duration.ofSeconds(2),
        firstToken,
        3,
        4,
        true,
        attempts,
        false);
  }
}

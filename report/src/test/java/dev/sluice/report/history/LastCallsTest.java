package dev.sluice.report.history;

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

class LastCallsTest {
  private static final Report.Attempt FIRST = attempt("", 2, 3, Call.Trace.NONE);
  private static final Report.Attempt RACED =
      attempt("race", Report.Attempt.NEVER, Report.Attempt.NEVER, Call.Trace.NONE);

  private final LastCalls calls = new LastCalls(3, 2);

  @Test
  void a_call_is_read_as_it_was_added() {
    CallRecord call = call("a", "gpt-4o", Optional.of(Duration.ofNanos(7)), List.of(FIRST, RACED));
    calls.add(call, false);
    assertThat(calls.all()).containsExactly(call);
  }

  @Test
  void what_is_absent_stays_absent() {
    CallRecord call = call("", "", Optional.empty(), List.of());
    calls.add(call, false);
    assertThat(calls.all()).containsExactly(call);
  }

  @Test
  void a_long_name_of_any_script_and_many_attempts_are_kept_whole() {
    var many = Collections.nCopies(40, RACED);
    CallRecord call = call("a", "m模型🚢".repeat(40), Optional.of(Duration.ZERO), many);
    calls.add(call, false);
    assertThat(calls.all()).containsExactly(call);
  }

  @Test
  void places_in_a_trace_are_forgotten() {
    Call.Trace trace = new Call.Trace("4bf92f3577b34da6", "", "00f067aa0ba902b7", true);
    CallRecord call = call("a", "m", Optional.empty(), List.of(attempt("", 2, 3, trace)));
    calls.add(call, false);
    assertThat(calls.all().getFirst().attempts()).containsExactly(FIRST);
  }

  @Test
  void the_oldest_call_makes_way_and_notable_ones_are_kept_longer() {
    calls.add(call("failed"), true);
    List.of("a", "b", "c", "d").forEach(id -> calls.add(call(id), false));
    assertThat(calls.all()).extracting(CallRecord::id).containsExactly("d", "c", "b");
    assertThat(calls.notable()).extracting(CallRecord::id).containsExactly("failed");
  }

  @Test
  void a_call_is_found_while_it_is_kept() {
    List.of("a", "b", "c", "d").forEach(id -> calls.add(call(id), false));
    assertThat(calls.find("b")).contains(call("b"));
    assertThat(calls.find("a")).isEmpty();
  }

  private static CallRecord call(String id) {
    return call(id, "m", Optional.empty(), List.of());
  }

  private static CallRecord call(
      String id, String model, Optional<Duration> firstToken, List<Report.Attempt> attempts) {
    return new CallRecord(
        id,
        -8,
        Operation.EMBEDDINGS,
        model,
        true,
        "route",
        Band.BATCH,
        "tenant",
        "answered",
        "",
        new Report.Parts(1_000_000L, 7, 3_000_000L),
        Duration.ofSeconds(2),
        firstToken,
        3,
        4,
        true,
        attempts,
        false,
        Optional.of(new ClientError(504, "upstream_stall", "nothing more came within 8 ms")));
  }

  private static Report.Attempt attempt(
      String because, long connected, long firstToken, Call.Trace trace) {
    Optional<String> why = Optional.of(because).filter(word -> !word.isEmpty());
    return new Report.Attempt("p/m", why, 1, connected, firstToken, 4, trace);
  }
}

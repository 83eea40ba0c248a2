package dev.sluice.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.Reason;
import dev.sluice.call.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
  private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(2));
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// The table that clients script against, row by row.
  static Stream<Arguments> table() {
    return Stream.of(
        row(
            new Failed.Throttled(Dimension.TOKENS, SOON, "m"),
            "429 rate_limit_error provider_throttled true"),
        row(new Failed.Overloaded(529, SOON, "m"), "503 overloaded_error upstream_overloaded true"),
        row(
            new Failed.Overloaded(500, Optional.empty(), "m"),
            "503 overloaded_error upstream_overloaded false"),
        row(new Failed.Exhausted("m"), "429 insufficient_quota insufficient_quota false"),
        row(new Failed.CredentialRefused(401), "424 upstream_error upstream_credential false"),
        row(
            new Failed.Refused(422, "text/html", "<html>"),
            "422 invalid_request_error upstream_refused false"),
        row(
            new Failed.Invalid(404, "model_not_found", Optional.of("model"), "m"),
            "404 invalid_request_error model_not_found false"),
        row(unreachable(Obstacle.DNS), "502 upstream_error upstream_unreachable false"),
        row(unreachable(Obstacle.REFUSED), "502 upstream_error upstream_unreachable false"),
        row(unreachable(Obstacle.EGRESS_DENIED), "502 upstream_error egress_denied false"),
        row(unreachable(Obstacle.TLS), "502 upstream_error upstream_tls false"),
        row(unreachable(Obstacle.RESET), "502 upstream_error upstream_reset false"),
        row(unreachable(Obstacle.POOL_FULL), "503 overloaded_error upstream_overloaded true"),
        row(timedOut(Phase.CONNECT), "504 timeout_error upstream_connect_timeout false"),
        row(timedOut(Phase.FIRST_TOKEN), "504 timeout_error upstream_first_token_timeout false"),
        row(timedOut(Phase.STALL), "504 timeout_error upstream_stall false"),
        row(timedOut(Phase.TOTAL), "504 timeout_error upstream_total_timeout false"),
        row(timedOut(Phase.DEADLINE), "504 timeout_error deadline_exceeded false"),
        row(bad(Flaw.TRUNCATED), "502 upstream_error stream_truncated false"),
        row(bad(Flaw.MALFORMED), "502 upstream_error upstream_bad_response false"),
        row(bad(Flaw.TOO_LARGE), "502 upstream_error upstream_event_too_large false"),
        row(bad(Flaw.REDIRECT), "502 upstream_error upstream_redirect false"),
        row(shed(Reason.QUEUE_FULL), "429 rate_limit_error queue_full true"),
        row(shed(Reason.EXCEEDS_QUEUE), "503 overloaded_error exceeds_queue false"),
        row(shed(Reason.DEADLINE_UNREACHABLE), "503 overloaded_error deadline_unreachable false"),
        row(shed(Reason.CIRCUIT_OPEN), "503 overloaded_error circuit_open true"),
        row(shed(Reason.DRAINING), "503 overloaded_error draining true"),
        row(shed(Reason.BODIES_FULL), "503 overloaded_error bodies_full true"),
        row(shed(Reason.FELL_BEHIND), "503 overloaded_error fell_behind true"),
        row(new Failed.Cancelled(), "503 overloaded_error draining true"),
        row(new Failed.Internal(), "500 server_error internal_error false"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void each_failure_has_its_row(Failed why, String row) {
    Fault fault = Faults.of(why);
    assertThat(fault.status() + " " + fault.type() + " " + fault.code() + " " + fault.again())
        .isEqualTo(row);
    assertThat(fault.message()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void a_hint_is_kept_up_to_a_minute() {
    var throttled =
        new Failed.Throttled(Dimension.REQUESTS, Optional.of(Duration.ofMinutes(1)), "m");
    assertThat(Faults.of(throttled).after()).contains(Duration.ofMinutes(1));
    var longer =
        new Failed.Throttled(
            Dimension.REQUESTS, Optional.of(Duration.ofMinutes(1).plusNanos(1)), "m");
    assertThat(Faults.of(longer).after()).isEmpty();
    assertThat(Faults.of(longer).again()).isFalse();
  }

  @Test
  void throttling_without_a_hint_is_given_two_seconds() {
    var throttled = new Failed.Throttled(Dimension.UNKNOWN, Optional.empty(), "m");
    assertThat(Faults.of(throttled).after()).contains(Duration.ofSeconds(2));
    assertThat(Faults.of(throttled).again()).isTrue();
  }

  @Test
  void all_four_keys_are_there_and_text_is_escaped() {
    var invalid =
        new Failed.Invalid(400, "invalid_value", Optional.of("a\"b"), "line\nbreak \u2028 \\");
    assertThat(ErrorBody.envelope(Faults.of(invalid)))
        .isEqualTo(
            "{\"error\":{\"message\":\"line\\nbreak \u2028 \\\\\","
                + "\"type\":\"invalid_request_error\",\"param\":\"a\\\"b\","
                + "\"code\":\"invalid_value\"}}");
  }

  @Test
  void an_error_event_is_one_event_in_every_dialect() {
    Fault fault = Faults.of(new Failed.Invalid(400, "c", Optional.empty(), "a\n\nb\r"));
    for (Operation operation : Operation.values()) {
      assertThat(ErrorBody.event(fault, operation))
          .containsOnlyOnce("\n\n")
          .endsWith("}\n\n")
          .doesNotContain("\r")
          .contains("\"error\":{");
    }
  }

  private static Arguments row(Failed why, String row) {
    return arguments(why, row);
  }

  private static Failed unreachable(Obstacle obstacle) {
    return new Failed.Unreachable(obstacle, "m");
  }

  private static Failed timedOut(Phase phase) {
    return new Failed.TimedOut(phase, SECOND);
  }

  private static Failed bad(Flaw flaw) {
    return new Failed.BadAnswer(flaw, "m");
  }

  private static Failed shed(Reason reason) {
    return new Failed.Shed(reason, Optional.empty());
  }
}

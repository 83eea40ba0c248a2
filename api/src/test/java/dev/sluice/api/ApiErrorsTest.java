package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.api.openai.ErrorBody;
import dev.sluice.api.openai.ResponseSoFar;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApiErrorsTest {
  private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(2));
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// The table that clients script against, row by row.
  static Stream<Arguments> table() {
    return Stream.of(
        row(
            new Failed.Throttled(Dimension.TOKENS, SOON, "m"),
            "429 rate_limit_error provider_throttled true"),
        row(
            new Failed.AccountThrottled("openai-project", Dimension.TOKENS, SOON, "m"),
            "429 rate_limit_error provider_throttled true"),
        row(new Failed.Overloaded(529, SOON, "m"), "503 overloaded_error upstream_overloaded true"),
        row(
            new Failed.Overloaded(500, Optional.empty(), "m"),
            "503 overloaded_error upstream_overloaded true"),
        row(new Failed.Exhausted("m"), "429 insufficient_quota insufficient_quota false"),
        row(new Failed.CredentialRefused(401), "424 upstream_error upstream_credential false"),
        row(Failed.CredentialRefused.missing("m"), "424 upstream_error upstream_credential false"),
        row(
            new Failed.Refused(422, "text/html", "<html>"),
            "422 invalid_request_error upstream_refused false"),
        row(
            new Failed.Invalid(404, "model_not_found", Optional.of("model"), "m"),
            "404 invalid_request_error model_not_found false"),
        row(
            new Failed.LimitReached(Failed.Limit.BUDGET, SOON, "m"),
            "429 insufficient_quota budget_exceeded false"),
        row(
            new Failed.LimitReached(Failed.Limit.BUDGET_IN_USE, SOON, "m"),
            "429 rate_limit_error budget_in_use true"),
        row(
            new Failed.LimitReached(Failed.Limit.RATE, SOON, "m"),
            "429 rate_limit_error limit_exceeded true"),
        row(new Failed.OutOfMemory(), "503 overloaded_error out_of_memory_budget true"),
        row(unreachable(Obstacle.DNS), "502 upstream_error upstream_unreachable true"),
        row(unreachable(Obstacle.REFUSED), "502 upstream_error upstream_unreachable true"),
        row(unreachable(Obstacle.EGRESS_DENIED), "502 upstream_error egress_denied false"),
        row(unreachable(Obstacle.TLS), "502 upstream_error upstream_tls false"),
        row(unreachable(Obstacle.PROXY_FAILED), "502 upstream_error proxy_failed true"),
        row(unreachable(Obstacle.PROXY_DENIED), "502 upstream_error proxy_denied false"),
        row(unreachable(Obstacle.RESET), "502 upstream_error upstream_reset true"),
        row(unreachable(Obstacle.POOL_FULL), "503 overloaded_error upstream_overloaded true"),
        row(unreachable(Obstacle.NO_DESCRIPTORS), "503 overloaded_error no_descriptors true"),
        row(timedOut(Phase.CONNECT), "504 timeout_error upstream_connect_timeout true"),
        row(timedOut(Phase.FIRST_TOKEN), "504 timeout_error upstream_first_token_timeout true"),
        row(timedOut(Phase.OVERTAKEN), "504 timeout_error upstream_first_token_timeout true"),
        row(timedOut(Phase.STALL), "504 timeout_error upstream_stall true"),
        row(timedOut(Phase.TOTAL), "504 timeout_error upstream_total_timeout true"),
        row(timedOut(Phase.DEADLINE), "504 timeout_error deadline_exceeded false"),
        row(bad(Flaw.TRUNCATED), "502 upstream_error stream_truncated true"),
        row(bad(Flaw.MALFORMED), "502 upstream_error upstream_bad_response true"),
        row(bad(Flaw.TOO_LARGE), "502 upstream_error upstream_event_too_large false"),
        row(bad(Flaw.REDIRECT), "502 upstream_error upstream_redirect false"),
        row(shed(Reason.QUEUE_FULL), "429 rate_limit_error queue_full true"),
        row(shed(Reason.EXCEEDS_QUEUE), "503 overloaded_error exceeds_queue true"),
        row(shed(Reason.DEADLINE_UNREACHABLE), "503 overloaded_error deadline_unreachable true"),
        row(shed(Reason.CIRCUIT_OPEN), "503 overloaded_error circuit_open true"),
        row(shed(Reason.DRAINING), "503 overloaded_error draining true"),
        row(shed(Reason.BODIES_FULL), "503 overloaded_error bodies_full true"),
        row(shed(Reason.FELL_BEHIND), "503 overloaded_error fell_behind true"),
        row(shed(Reason.RETRY_BUDGET), "503 overloaded_error retry_budget true"),
        row(shed(Reason.NOT_CONFIGURED), "503 overloaded_error not_configured true"),
        row(new Failed.Cancelled(), "503 overloaded_error draining true"),
        row(new Failed.Internal(), "500 server_error internal_error false"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void each_failure_has_its_row(Failed why, String row) {
    ApiError error = ApiErrors.of(why);
    assertThat(error.status() + " " + error.type() + " " + error.code() + " " + error.again())
        .isEqualTo(row);
    assertThat(error.message()).isNotBlank().doesNotContain("\n");
  }

  /// docs/api.md has one row for each code, with the same words.
  @ParameterizedTest
  @MethodSource("table")
  void the_documents_table_says_the_same(Failed why, String row) throws IOException {
    if (why instanceof Failed.Refused || why instanceof Failed.Invalid) {
      return; // The status and the words are the provider's, or one of many.
    }
    ApiError error = ApiErrors.of(why);
    List<String> cells =
        documented().stream()
            .filter(cell -> cell.get(3).contains("`" + error.code() + "`"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(error.code() + " is not in docs/api.md"));
    assertThat(cells.get(1)).isEqualTo(String.valueOf(error.status()));
    assertThat(cells.get(2)).isEqualTo("`" + error.type() + "`");
    assertThat(cells.get(4)).as(cells.get(0)).isEqualTo(String.valueOf(error.again()));
  }

  @Test
  void every_kind_of_failure_is_in_the_table() {
    assertThat(table().map(row -> kind(row.get()[0])).collect(Collectors.toSet()))
        .isEqualTo(kinds());
  }

  private static Object kind(@Nullable Object why) {
    return switch (Objects.requireNonNull(why)) {
      case Failed.Unreachable u -> u.obstacle();
      case Failed.TimedOut t -> t.phase();
      case Failed.BadAnswer b -> b.flaw();
      case Failed.Shed s -> s.reason();
      default -> Objects.requireNonNull(why).getClass();
    };
  }

  private static Set<Object> kinds() {
    Set<Object> kinds = new HashSet<>();
    for (Enum<?>[] all :
        List.<Enum<?>[]>of(Obstacle.values(), Phase.values(), Flaw.values(), Reason.values())) {
      kinds.addAll(List.of(all));
    }
    Set<Class<?>> divided =
        Set.of(
            Failed.Unreachable.class,
            Failed.TimedOut.class,
            Failed.BadAnswer.class,
            Failed.Shed.class);
    Stream.of(Failed.class.getPermittedSubclasses())
        .filter(kind -> !divided.contains(kind))
        .forEach(kinds::add);
    return kinds;
  }

  private static List<List<String>> documented() throws IOException {
    String api = Files.readString(Path.of("..", "docs", "api.md"));
    return api.lines()
        .filter(line -> line.startsWith("| ") && line.contains("`"))
        .map(line -> Stream.of(line.substring(1).split("\\|")).map(String::strip).toList())
        .filter(cells -> cells.size() == 6)
        .toList();
  }

  @Test
  void a_limit_that_waiting_does_not_help_is_final() {
    var never = new Failed.LimitReached(Failed.Limit.RATE, Optional.empty(), "m");
    assertThat(ApiErrors.of(never).again()).isFalse();
  }

  @Test
  void what_the_provider_asks_for_is_told_however_long_it_is() {
    Optional<Duration> hours = Optional.of(Duration.ofHours(3));
    assertThat(ApiErrors.of(new Failed.Throttled(Dimension.DAY, hours, "m")).after())
        .isEqualTo(hours);
    assertThat(ApiErrors.of(new Failed.Overloaded(503, hours, "m")).after()).isEqualTo(hours);
  }

  @Test
  void all_four_keys_are_there_and_text_is_escaped() {
    var invalid =
        new Failed.Invalid(400, "invalid_value", Optional.of("a\"b"), "line\nbreak \u2028 \\");
    assertThat(ErrorBody.envelope(ApiErrors.of(invalid)))
        .isEqualTo(
            "{\"error\":{\"message\":\"line\\nbreak \u2028 \\\\\","
                + "\"type\":\"invalid_request_error\",\"param\":\"a\\\"b\","
                + "\"code\":\"invalid_value\"}}");
  }

  @Test
  void an_error_event_is_one_event() {
    assertThat(ErrorBody.event(new Failed.Invalid(400, "c", Optional.empty(), "a\n\nb\r")))
        .startsWith("data: {\"error\":{")
        .containsOnlyOnce("\n\n")
        .endsWith("}\n\n")
        .doesNotContain("\r");
  }

  @Test
  void what_the_provider_refuses_in_a_stream_is_told_in_its_own_words() {
    var refused =
        new Failed.Refused(
            400,
            "application/json",
            "{\n"
                + " \"error\": {\"message\": \"no\", \"code\": \"invalid_prompt\", \"status\":"
                + " \"X\"}\r\n"
                + "}");
    assertThat(ErrorBody.event(refused))
        .isEqualTo(
            "data: {  \"error\": {\"message\": \"no\", \"code\": \"invalid_prompt\", \"status\":"
                + " \"X\"}  }\n\n");
    assertThat(ErrorBody.responseEvents(refused, new ResponseSoFar("resp_1", 7, "m", 4)))
        .contains("\"error\":{\"code\":\"invalid_prompt\",\"message\":\"no\"}");
    assertThat(ApiErrors.of(refused).message()).isEqualTo("no");
  }

  @Test
  void a_response_that_fails_says_so_and_then_the_stream_does() {
    Failed why = new Failed.TimedOut(Phase.STALL, SECOND);
    assertThat(ErrorBody.responseEvents(why, new ResponseSoFar("resp_1", 7, "m", 4)))
        .isEqualTo(
            "event: response.failed\n"
                + "data: {\"type\":\"response.failed\",\"sequence_number\":5,\"response\":{"
                + "\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":7,\"status\":\"failed\",\"error\":{\"code\":\"upstream_stall\",\"message\":\"nothing"
                + " more came within 1000"
                + " ms\"},\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\"m\",\"output\":[],\"parallel_tool_calls\":true,\"temperature\":null,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":null,\"usage\":null}}\n\n"
                + "event: error\n"
                + "data:"
                + " {\"type\":\"error\",\"sequence_number\":6,\"code\":\"upstream_stall\",\"message\":\"nothing"
                + " more came within 1000 ms\",\"param\":null}\n\n");
  }

  @Test
  void a_response_that_fails_has_openais_code_where_there_is_one() {
    var last = new ResponseSoFar("resp_1", 7, "m", 4);
    assertThat(ErrorBody.responseEvents(new Failed.Overloaded(529, Optional.empty(), "busy"), last))
        .contains("\"error\":{\"code\":\"server_is_overloaded\",\"message\":\"busy\"}")
        .contains("\"sequence_number\":6,\"code\":\"upstream_overloaded\"");
    assertThat(ErrorBody.responseEvents(new Failed.Exhausted("used up"), last))
        .contains("\"error\":{\"code\":\"insufficient_quota\"");
    assertThat(
            ErrorBody.responseEvents(
                new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "slow"), last))
        .contains("\"error\":{\"code\":\"rate_limit_exceeded\"");
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

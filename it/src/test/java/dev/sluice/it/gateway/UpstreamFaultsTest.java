package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.it.gateway.Rig.Metrics;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client sees of everything that a provider does wrong, and that nothing is left of it.
///
/// An expectation is `passes`, or a status, a code and `x-should-retry`; or `event` and a code for
/// what comes after the commit point.
class UpstreamFaultsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final Rig RIG =
      Rig.start(
          Rig.provider("sim", SIMULATOR.port())
              // Each fault is seen on its own.
              + "defaults: {breaker: off}\n"
              + "routes:\n"
              + Rig.route("silent", "sim-fault/silenc*", "sim", "first_token: 300ms")
              + Rig.route("comments", "sim-fault/keep-alives*", "sim", "first_token: 1s")
              + Rig.route("trickling", "sim-fault/trickle*", "sim", "first_token: 1s")
              + Rig.route("stalling", "sim-fault/stall*", "sim", "stall: 1s")
              + Rig.route("endless", "sim-fault/endles*", "sim", "total: 1s")
              + Rig.route("all", "*", "sim", ""));

  private static final Map<String, String> OUTCOMES =
      Map.ofEntries(
          Map.entry("upstream_reset", "unreachable"),
          Map.entry("upstream_first_token_timeout", "timed_out"),
          Map.entry("upstream_stall", "timed_out"),
          Map.entry("upstream_total_timeout", "timed_out"),
          Map.entry("stream_truncated", "bad_answer"),
          Map.entry("upstream_bad_response", "bad_answer"),
          Map.entry("upstream_event_too_large", "bad_answer"),
          Map.entry("upstream_redirect", "bad_answer"),
          Map.entry("upstream_overloaded", "overloaded"),
          Map.entry("provider_throttled", "throttled"),
          Map.entry("insufficient_quota", "exhausted"),
          Map.entry("upstream_credential", "credential_refused"),
          Map.entry("*", "refused"),
          Map.entry("passes", "answered"));

  private static final String CALLS = "gen_ai_server_request_duration_seconds_count";

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    await().until(() -> SIMULATOR.recorded().open() == 0);
    SIMULATOR.close();
  }

  @ParameterizedTest(name = "{0}: {1}, streamed {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before any answer
          refuse                | 502 upstream_reset true                | 502 upstream_reset true
          reset-before-head     | 502 upstream_reset true                | 502 upstream_reset true
          fin-before-head       | 502 upstream_reset true                | 502 upstream_reset true
          reset-in-head         | 502 upstream_reset true                | 502 upstream_reset true
          silence               | 504 upstream_first_token_timeout true  | 504 upstream_first_token_timeout true
          silence-after-head    | 504 upstream_first_token_timeout true  | 504 upstream_first_token_timeout true
          keep-alives=10ms      | 502 upstream_bad_response true         | 504 upstream_first_token_timeout true
          trickle=4ms           | passes                                 | 504 upstream_first_token_timeout true
          # in its middle
          stall-after           | 504 upstream_stall true                | event upstream_stall
          reset-after           | 502 stream_truncated true              | event stream_truncated
          reset-after=1         | 502 stream_truncated true              | 502 stream_truncated true
          fin-after             | 502 stream_truncated true              | event stream_truncated
          fin-after=1           | 502 stream_truncated true              | 502 stream_truncated true
          end-after             | 502 stream_truncated true              | event stream_truncated
          end-after=1           | 502 stream_truncated true              | 502 stream_truncated true
          cut=30                | 502 stream_truncated true              | 502 stream_truncated true
          truncated-json        | 502 stream_truncated true              | event stream_truncated
          endless=5ms           | 502 upstream_bad_response true         | event upstream_total_timeout
          oversized-event       | passes                                 | event upstream_event_too_large
          malformed-event       | 502 stream_truncated true              | event upstream_bad_response
          malformed-event=1     | 502 stream_truncated true              | 502 upstream_bad_response true
          error-after           | 503 upstream_overloaded true           | event upstream_overloaded
          # odd, and right
          connection-close      | passes | passes
          http-1.0              | passes | passes
          delay=20ms            | passes | passes
          split                 | passes | passes
          odd-events            | passes | passes
          invalid-utf8          | passes | passes
          content-type          | passes | passes
          no-content-type       | passes | passes
          early-hints           | passes | passes
          wrong-count           | passes | passes
          wrong-count=3         | passes | passes
          no-usage              | passes | passes
          negative-usage        | passes | passes
          absurd-usage          | passes | passes
          # not an answer
          error-in-200          | 503 upstream_overloaded true           | 503 upstream_overloaded true
          error-in-200=429      | 429 provider_throttled true            | 429 provider_throttled true
          error-in-200=402      | 429 insufficient_quota false           | 429 insufficient_quota false
          gzip                  | 502 upstream_bad_response true         | 502 upstream_bad_response true
          redirect=301          | 502 upstream_redirect false            | 502 upstream_redirect false
          redirect=302          | 502 upstream_redirect false            | 502 upstream_redirect false
          redirect              | 502 upstream_redirect false            | 502 upstream_redirect false
          large-head            | 502 upstream_bad_response true         | 502 upstream_bad_response true
          many-headers          | 502 upstream_bad_response true         | 502 upstream_bad_response true
          bad-header            | 502 upstream_bad_response true         | 502 upstream_bad_response true
          informational         | 502 upstream_bad_response true         | 502 upstream_bad_response true
          switching             | 502 upstream_bad_response true         | 502 upstream_bad_response true
          length-too-short=200  | 502 stream_truncated true              | event stream_truncated
          html                  | 503 upstream_overloaded true           | 503 upstream_overloaded true
          html=404              | 404 * false                            | 404 * false
          # errors in the provider's own words
          500                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          502                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          503                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          504                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          529                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          408                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          409                   | 503 upstream_overloaded true           | 503 upstream_overloaded true
          400                   | 400 * false                            | 400 * false
          404                   | 404 * false                            | 404 * false
          413                   | 413 * false                            | 413 * false
          422                   | 422 * false                            | 422 * false
          401                   | 424 upstream_credential false          | 424 upstream_credential false
          403                   | 424 upstream_credential false          | 424 upstream_credential false
          402                   | 429 insufficient_quota false           | 429 insufficient_quota false
          insufficient-quota    | 429 insufficient_quota false           | 429 insufficient_quota false
          throttle              | 429 provider_throttled true            | 429 provider_throttled true
          throttle=seconds:2    | 429 provider_throttled true            | 429 provider_throttled true
          throttle=ms:1500      | 429 provider_throttled true            | 429 provider_throttled true
          throttle=date:30      | 429 provider_throttled true            | 429 provider_throttled true
          throttle=past-date    | 429 provider_throttled true            | 429 provider_throttled true
          throttle=negative     | 429 provider_throttled true            | 429 provider_throttled true
          throttle=huge         | 429 provider_throttled true            | 429 provider_throttled true
          throttle=garbage      | 429 provider_throttled true            | 429 provider_throttled true
          throttle=body:1.5     | 429 provider_throttled true            | 429 provider_throttled true
          """)
  void a_fault_is_told_as_what_it_is(String fault, String whole, String streamed)
      throws IOException {
    check(fault, whole, streamed);
  }

  @Test
  void a_whole_answer_that_breaks_after_the_commit_point_breaks_the_connection()
      throws IOException {
    String inputs = "\"words\",".repeat(40) + "\"words\"";
    String body = "{\"model\":\"sim-fault/fin-after\",\"input\":[" + inputs + "]}";
    Reply reply = RIG.call("/v1/embeddings", body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.whole()).isFalse();
    RIG.settle();
  }

  /// U33: a stream that has said `[DONE]` has lost nothing; a whole answer says no such thing.
  @Test
  void a_length_that_is_never_reached_is_no_clean_end_unless_the_answer_has_said_its_own()
      throws IOException {
    check("length-too-long", "502 stream_truncated true", "passes");
  }

  @Test
  void a_hint_when_to_come_again_is_passed_on() throws IOException {
    Reply reply = RIG.chat("sim-fault/throttle=ms:1501", false);
    assertThat(Long.parseLong(reply.header("retry-after-ms"))).isBetween(1_400L, 1_501L);
    assertThat(reply.header("retry-after")).isEqualTo("2");
    Reply none = RIG.chat("sim-fault/throttle=huge", false);
    assertThat(Long.parseLong(none.header("retry-after-ms"))).isBetween(1_000L, 1_500L);
  }

  @Test
  void a_page_of_a_proxy_on_the_way_is_not_passed_on() throws IOException {
    Reply reply = RIG.chat("sim-fault/html=404", false);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.body()).startsWith("{\"error\":").doesNotContain("<html");
  }

  /// Meets a fault with both kinds of call, and finds each counted once by its outcome.
  private static void check(String fault, String whole, String streamed) throws IOException {
    Metrics before = RIG.metrics();
    List<String> outcomes = List.of(outcome(fault, false, whole), outcome(fault, true, streamed));
    Metrics after = RIG.metrics();
    for (String outcome : outcomes) {
      String label = "outcome=\"" + outcome + "\"";
      assertThat(after.sum(CALLS, label) - before.sum(CALLS, label))
          .as("calls that were " + outcome)
          .isEqualTo(Collections.frequency(outcomes, outcome));
    }
    assertThat(after.sum(CALLS, "") - before.sum(CALLS, "")).isEqualTo(outcomes.size());
    assertThat(after.sum("sluice_calls_in_flight", "")).isZero();
    assertThat(after.sum("sluice_attempts_in_flight", "")).isZero();
  }

  /// Meets a fault.
  ///
  /// @return what the call is to be counted as
  private static String outcome(String fault, boolean stream, String expected) throws IOException {
    String[] words = expected.split(" ");
    String code = words.length > 1 ? words[1] : words[0];
    Reply reply = RIG.chat("sim-fault/" + fault, stream);
    switch (words[0]) {
      case "passes" -> passes(reply, stream);
      case "event" -> endsWithAnErrorEvent(reply, code);
      default -> refuses(reply, words);
    }
    RIG.settle();
    return OUTCOMES.getOrDefault(code, "of no such code: " + code);
  }

  private static void passes(Reply reply, boolean stream) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.whole()).isTrue();
    assertThat(reply.body()).doesNotContain("\"error\"");
    if (stream) {
      assertThat(reply.body().stripTrailing()).endsWith("[DONE]");
    } else {
      assertThat(reply.body()).startsWith("{").contains("choices");
    }
  }

  private static void refuses(Reply reply, String[] words) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(words[0]));
    assertThat(reply.whole()).isTrue();
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.body()).startsWith("{").contains("\"error\":");
    if (!words[1].equals("*")) {
      assertThat(reply.field("code")).isEqualTo(words[1]);
      assertThat(reply.header("x-should-retry")).isEqualTo(words[2]);
    }
  }

  private static void endsWithAnErrorEvent(Reply reply, String code) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("\"content\":").doesNotContain("[DONE]");
    String last = reply.body().stripTrailing();
    assertThat(last.substring(last.lastIndexOf("\n\n"))).contains("\"error\":");
    assertThat(reply.field("code")).isEqualTo(code);
  }
}

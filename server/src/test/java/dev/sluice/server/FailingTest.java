package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Phase;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls that fail, as their client sees it.
@ParameterizedClass
@EnumSource(Loops.Mode.class)
class FailingTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  private final TestServer server;
  private final RawClient client;

  FailingTest(Loops.Mode mode) throws CannotListen, IOException {
    server = new TestServer(mode);
    client = server.connect();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void a_failure_before_the_answer_is_told_in_openais_words() throws IOException {
    server.pipeline.failure =
        new Failed.Throttled(
            Failed.Dimension.TOKENS, Optional.of(Duration.ofNanos(1_200_000_001)), "slow \"down\"");
    Reply reply = client.chat("fail", true).reply();
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"slow \\\"down\\\"\",\"type\":\"rate_limit_error\","
                + "\"param\":null,\"code\":\"provider_throttled\"}}");
    assertThat(reply.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("x-should-retry", "true")
        .containsEntry("retry-after-ms", "1201")
        .containsEntry("retry-after", "2")
        .doesNotContainKey("connection");
    assertThat(client.chat("whole", false).reply().status()).isEqualTo(200);
  }

  @Test
  void a_long_hint_is_passed_on_unchanged() throws IOException {
    server.pipeline.failure =
        new Failed.Throttled(Failed.Dimension.DAY, Optional.of(Duration.ofHours(3)), "tomorrow");
    assertThat(client.chat("fail", false).reply().headers())
        .containsEntry("x-should-retry", "true")
        .containsEntry("retry-after", "10800")
        .containsEntry("retry-after-ms", "10800000");
  }

  @Test
  void without_a_hint_the_wait_grows_with_what_the_client_has_repeated() throws IOException {
    server.pipeline.failure = new Failed.Overloaded(503, Optional.empty(), "busy\nvery");
    Reply first = client.chat("fail", false).reply();
    assertThat(first.header("x-should-retry")).isEqualTo("true");
    assertThat(Long.parseLong(first.header("retry-after-ms"))).isBetween(1_000L, 1_500L);
    assertThat(first.body()).contains("busy\\nvery");
    String body = RawClient.chatBody("fail", false);
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-Stainless-Retry-Count: 1\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    assertThat(Long.parseLong(client.reply().header("retry-after-ms"))).isBetween(2_000L, 3_000L);
  }

  /// U29.
  @Test
  void the_providers_own_words_pass_unchanged() throws IOException {
    String words = "{\"error\":{\"message\":\"no\",\"x\":1}}";
    server.pipeline.failure = new Failed.Refused(422, "application/json; charset=utf-8", words);
    Reply reply = client.chat("fail", false).reply();
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).isEqualTo(words);
    assertThat(reply.headers()).containsEntry("x-should-retry", "false");
  }

  /// U31.
  @Test
  void a_page_for_people_is_not_passed_on() throws IOException {
    server.pipeline.failure = new Failed.Refused(404, "text/html", "<html>secret</html>");
    Reply reply = client.chat("fail", false).reply();
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("\"code\":\"upstream_refused\"").doesNotContain("html");
  }

  /// P21.
  @Test
  void a_bug_costs_its_request_and_no_other() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    try (var other = server.connect()) {
      Reply reply = other.chat("bug", false).reply();
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body()).contains("\"code\":\"internal_error\"");
      assertThat(other.chat("whole", false).reply().status()).isEqualTo(200);
    }
    live.write(EVENT);
    live.end();
    assertThat(client.reply().body()).isEqualTo(EVENT);
  }

  /// U11, U12, U13.
  @Test
  void a_stream_that_breaks_ends_with_an_error_event_and_no_clean_end() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    live.fail(new Failed.BadAnswer(Flaw.TRUNCATED, "the stream ended without its end"));
    client.head();
    assertThat(client.chunk()).isEqualTo(EVENT);
    assertThat(client.chunk())
        .isEqualTo(
            "data: {\"error\":{\"message\":\"the stream ended without its end\","
                + "\"type\":\"upstream_error\",\"param\":null,\"code\":\"stream_truncated\"}}\n\n");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void a_response_that_fails_says_so_in_its_own_events() throws Exception {
    client.post("/v1/responses", "{\"model\":\"live\",\"input\":\"a\",\"stream\":true}");
    FakePipeline.Live live = server.pipeline.next();
    live.write(
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,"
            + "\"response\":{\"id\":\"resp_7\",\"created_at\":1790000000,\"model\":\"live-1\"}}\n\n");
    live.write(
        "event: response.output_text.delta\ndata: {\"delta\":\"\\\"sequence_number\\\":99\","
            + "\"sequence_number\": 12,\"response\":{\"id\":\"other\"}}\n\n");
    live.fail(new Failed.TimedOut(Phase.STALL, Duration.ofMinutes(1)));
    client.head();
    client.chunk();
    client.chunk();
    assertThat(client.chunk())
        .startsWith(
            "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":13,"
                + "\"response\":{\"id\":\"resp_7\",\"object\":\"response\",\"created_at\":1790000000,")
        .contains("\"model\":\"live-1\"")
        .endsWith(
            "\n\nevent: error\ndata: {\"type\":\"error\",\"sequence_number\":14,"
                + "\"code\":\"upstream_stall\",\"message\":\"nothing more came within 60000 ms\","
                + "\"param\":null}\n\n");
    assertThat(client.rest()).isEmpty();
  }

  /// U24.
  @Test
  void a_response_whose_provider_has_said_an_error_ends_well_behind_it() throws Exception {
    client.post("/v1/responses", "{\"model\":\"live\",\"input\":\"a\",\"stream\":true}");
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    live.fail(new Failed.Overloaded(500, Optional.empty(), "an internal fault"));
    client.head();
    assertThat(client.chunk()).isEqualTo(EVENT);
    assertThat(client.chunk())
        .startsWith("event: response.failed\n")
        .contains("\"code\":\"server_is_overloaded\",\"message\":\"an internal fault\"")
        .contains("\n\nevent: error\n");
    assertThat(client.chunk()).isEmpty();
    client.chat("whole", false);
    assertThat(client.head().status()).isEqualTo(200);
  }

  /// U24.
  @Test
  void a_chat_whose_provider_has_said_an_error_has_no_clean_end() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    live.fail(new Failed.Overloaded(500, Optional.empty(), "an internal fault"));
    client.head();
    assertThat(client.chunk()).isEqualTo(EVENT);
    assertThat(client.chunk()).startsWith("data: {\"error\":");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void a_response_that_its_provider_has_called_failed_ends_behind_that() throws Exception {
    client.post("/v1/responses", "{\"model\":\"live\",\"input\":\"a\",\"stream\":true}");
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    String failed = "event: response.failed\ndata: {\"type\":\"response.failed\"}\n\n";
    live.sayFailure(failed, new Failed.Overloaded(500, Optional.empty(), "m"));
    client.head();
    assertThat(client.chunk()).isEqualTo(EVENT);
    assertThat(client.chunk()).isEqualTo(failed);
    assertThat(client.chunk()).isEmpty();
    client.chat("whole", false);
    assertThat(client.head().status()).isEqualTo(200);
  }

  @Test
  void half_an_event_does_not_swallow_the_error() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.write("data: {\"half");
    live.fail(new Failed.BadAnswer(Flaw.TRUNCATED, "cut"));
    client.head();
    assertThat(client.chunk()).isEqualTo("data: {\"half");
    assertThat(client.chunk()).startsWith("\n\ndata: {\"error\":");
  }

  @Test
  void a_whole_answer_that_breaks_never_looks_whole() throws Exception {
    client.chat("live", false);
    FakePipeline.Live live = server.pipeline.next();
    live.write("x".repeat(70_000));
    live.fail(new Failed.Unreachable(Failed.Obstacle.RESET, "reset"));
    assertThat(client.head().header("transfer-encoding")).isEqualTo("chunked");
    assertThat(client.chunk()).hasSize(70_000);
    assertThat(client.ended()).isTrue();
  }

  @Test
  void http_1_0_sees_a_reset_where_an_end_would_look_whole() throws Exception {
    String body = RawClient.chatBody("live", false);
    client.send(
        "POST /v1/chat/completions HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    FakePipeline.Live live = server.pipeline.next();
    live.write("x".repeat(70_000));
    client.head();
    assertThat(client.read(70_000)).hasSize(70_000);
    live.fail(new Failed.Unreachable(Failed.Obstacle.RESET, "reset"));
    assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
  }

  @Test
  void a_failure_before_the_first_event_is_no_stream() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.fail(new Failed.TimedOut(Phase.FIRST_TOKEN, Duration.ofMinutes(2)));
    Reply reply = client.reply();
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.headers())
        .containsEntry("x-sluice-target", "fake/live")
        .containsEntry("x-sluice-attempts", "1")
        .containsEntry("x-should-retry", "true");
  }
}

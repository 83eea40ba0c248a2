package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Phase;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.transport.Loops;
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
  void nobody_is_told_to_come_back_in_more_than_a_minute() throws IOException {
    server.pipeline.failure =
        new Failed.Throttled(Failed.Dimension.DAY, Optional.of(Duration.ofHours(3)), "tomorrow");
    assertThat(client.chat("fail", false).reply().headers())
        .containsEntry("x-should-retry", "false")
        .doesNotContainKeys("retry-after", "retry-after-ms");
  }

  /// U29.
  @Test
  void the_providers_own_words_pass_unchanged() throws IOException {
    String words = "{\"error\":{\"message\":\"no\",\"x\":1}}";
    server.pipeline.failure = new Failed.Refused(422, "application/json; charset=utf-8", words);
    Reply reply = client.chat("fail", false).reply();
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).isEqualTo(words);
    assertThat(reply.headers()).doesNotContainKey("x-should-retry");
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
  void the_responses_api_has_an_event_of_its_own_for_errors() throws Exception {
    client.post("/v1/responses", "{\"model\":\"live\",\"input\":\"a\",\"stream\":true}");
    FakePipeline.Live live = server.pipeline.next();
    live.write("event: response.created\ndata: {}\n\n");
    live.fail(new Failed.TimedOut(Phase.STALL, Duration.ofMinutes(1)));
    client.head();
    client.chunk();
    assertThat(client.chunk())
        .startsWith("event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_stall\",")
        .contains(",\"error\":{\"message\":\"")
        .endsWith("}}\n\n");
    assertThat(client.rest()).isEmpty();
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
    client.socket.getInputStream().readNBytes(70_000);
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
        .containsEntry("x-should-retry", "false");
  }
}

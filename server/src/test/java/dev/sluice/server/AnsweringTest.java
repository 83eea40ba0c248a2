package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Loops.Mode.class)
class AnsweringTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  private final TestServer server;
  private final RawClient client;

  AnsweringTest(Loops.Mode mode) throws CannotListen, IOException {
    server = new TestServer(mode);
    client = server.connect();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void a_whole_answer_tells_its_length_and_its_way() throws IOException {
    Reply reply = client.chat("whole", false).reply();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(FakePipeline.WHOLE);
    assertThat(reply.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", "" + FakePipeline.WHOLE.length())
        .containsEntry("x-sluice-target", "fake/whole")
        .containsEntry("x-sluice-attempts", "1")
        .containsEntry("x-sluice-queue-ms", "0")
        .doesNotContainKeys("connection", "transfer-encoding");
    assertThat(reply.header("x-request-id")).matches("req_[0-9a-f]{32}");
  }

  @Test
  void a_stream_is_passed_on_event_by_event() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    Reply head = client.head();
    assertThat(head.headers())
        .containsEntry("content-type", "text/event-stream")
        .containsEntry("transfer-encoding", "chunked");
    assertThat(client.chunk()).isEqualTo(EVENT);
    live.write("data: [DONE]\n\n");
    assertThat(client.chunk()).isEqualTo("data: [DONE]\n\n");
    live.end();
    assertThat(client.chunk()).isEmpty();
    assertThat(client.chat("whole", false).reply().status()).isEqualTo(200);
  }

  @Test
  void large_events_arrive_byte_for_byte() throws Exception {
    String large = "data: " + "x".repeat(20_000) + "\n\n";
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    live.write(large);
    live.write(EVENT);
    live.end();
    assertThat(client.reply().body()).isEqualTo(large + EVENT);
  }

  @Test
  void a_connection_serves_one_call_after_the_other() throws IOException {
    for (int i = 0; i < 50; i++) {
      assertThat(client.chat("whole", false).reply().status()).isEqualTo(200);
    }
  }

  /// C24.
  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    client.chat("live", false, "x-request-id: first");
    client.get("/v1/models", "x-request-id: second");
    client.chat("whole", false, "x-request-id: third");
    client.get("/nowhere", "x-request-id: fourth");
    FakePipeline.Live live = server.pipeline.next();
    assertThat(server.pipeline.calls).hasSize(1);
    live.write("{}");
    live.end();
    for (String id : new String[] {"first", "second", "third", "fourth"}) {
      assertThat(client.reply().header("x-request-id")).isEqualTo(id);
    }
  }

  @Test
  void pipelining_without_end_ends_the_connection() throws Exception {
    client.chat("live", true);
    FakePipeline.Live live = server.pipeline.next();
    sendUntilRefused("GET /v1/models HTTP/1.1\r\nX-A: " + "a".repeat(200 * 1024));
    assertThat(live.cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.ended()).isTrue();
  }

  /// The server may have ended the connection before the last byte is out.
  private void sendUntilRefused(String text) {
    try {
      client.send(text);
    } catch (IOException ended) {
      assertThat(ended).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void a_request_that_arrives_byte_by_byte_is_a_request() throws IOException {
    String body = RawClient.chatBody("whole", false);
    String request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    for (int i = 0; i < request.length(); i++) {
      client.send(request.substring(i, i + 1));
    }
    assertThat(client.reply().body()).isEqualTo(FakePipeline.WHOLE);
  }

  @Test
  void http_1_0_gets_an_answer_that_ends_with_the_connection() throws Exception {
    String body = RawClient.chatBody("live", true);
    client.send(
        "POST /v1/chat/completions HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    FakePipeline.Live live = server.pipeline.next();
    live.write(EVENT);
    live.end();
    Reply reply = client.reply();
    assertThat(reply.body()).isEqualTo(EVENT);
    assertThat(reply.headers())
        .containsEntry("connection", "close")
        .doesNotContainKey("transfer-encoding");
  }

  @Test
  void http_1_0_may_ask_to_be_kept() throws Exception {
    for (int i = 0; i < 2; i++) {
      client.send("GET /v1/models HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.reply().header("connection")).isEqualTo("keep-alive");
    }
  }

  @Test
  void a_client_that_wants_to_close_is_closed() throws IOException {
    Reply reply = client.chat("whole", false, "Connection: close").reply();
    assertThat(reply.header("connection")).isEqualTo("close");
    assertThat(client.ended()).isTrue();
  }

  @Test
  void a_hesitant_client_is_told_to_go_on() throws IOException {
    String body = RawClient.chatBody("whole", false);
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Expect: 100-continue\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n");
    assertThat(client.head().status()).isEqualTo(100);
    assertThat(client.send(body).reply().body()).isEqualTo(FakePipeline.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, CHAT, messages",
    "/v1/completions, COMPLETIONS, prompt",
    "/v1/embeddings, EMBEDDINGS, input",
    "/v1/moderations, MODERATIONS, input",
    "/v1/responses, RESPONSES, input",
    "/v1/chat/completions?api-version=1, CHAT, messages",
    "/v1/chat%2Fcompletions, CHAT, messages"
  })
  void each_endpoint_is_an_operation(String path, Operation operation, String input)
      throws Exception {
    String body = "{\"model\":\"echo\",\"%s\":[\"\\u00e9 \\ud83d\\ude00\"]}".formatted(input);
    assertThat(client.post(path, body).reply().body()).isEqualTo(body);
    assertThat(server.pipeline.calls.take().operation()).isEqualTo(operation);
  }

  /// C13: valid text arrives byte for byte.
  @Test
  void unknown_properties_and_any_text_pass_unchanged() throws IOException {
    String body =
        "{ \"model\" : \"echo\",\n \"messages\":[{\"role\":\"user\",\"content\":\"ü\\u0000 \\n 漢 😀\"}],"
            + " \"api_base\": \"http://10.0.0.1\", \"x\": {\"base_url\": [1.50, 1e2]} }";
    assertThat(client.post("/v1/chat/completions", body).reply().body()).isEqualTo(body);
  }

  /// C26.
  @Test
  void embeddings_do_not_stream() throws IOException {
    String body = "{\"model\":\"whole\",\"input\":\"a\",\"stream\":true}";
    Reply reply = client.post("/v1/embeddings", body).reply();
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("\"param\":\"stream\"");
  }

  @Test
  void a_sane_request_id_is_kept_and_another_replaced() throws IOException {
    assertThat(client.chat("whole", false, "X-Request-Id: abc-1.2:3").reply().headers())
        .containsEntry("x-request-id", "abc-1.2:3");
    for (String odd : new String[] {"a b", "a\"b", "é", "<a>", "a".repeat(129), ""}) {
      assertThat(client.chat("whole", false, "X-Request-Id: " + odd).reply().header("x-request-id"))
          .as(odd)
          .startsWith("req_");
    }
  }

  @Test
  void what_a_dialects_clients_send_may_reach_a_provider_and_nothing_else() throws Exception {
    client
        .chat(
            "whole",
            false,
            "OpenAI-Beta: assistants=v2",
            "openai-beta: more=v1",
            "X-Custom-Host: evil",
            "OpenAI-Organization: org",
            "X-Codex-Turn-Metadata: {}",
            "x-openai-internal-codex-responses-lite: true",
            "session_id: s",
            "X-Mine-A: configured",
            "X-Stainless-Lang: python",
            "X-Sluice-Tenant: t",
            "X-Api-Key: key",
            "Cookie: a=b",
            "Connection: keep-alive, X-Mine-Hop",
            "X-Mine-Hop: by hop",
            "X-Mine-Token: looks like one",
            "X-Mine-Long: " + "x".repeat(4097),
            "Anthropic-Beta: caf\u00e9")
        .reply();
    assertThat(server.pipeline.calls.take().headers())
        .isEqualTo(
            Map.of(
                "openai-beta", "assistants=v2, more=v1",
                "openai-organization", "org",
                "x-codex-turn-metadata", "{}",
                "x-openai-internal-codex-responses-lite", "true",
                "session_id", "s",
                "x-mine-a", "configured"));
  }

  @Test
  void headers_that_may_reach_a_provider_are_bounded_in_number_and_size() throws Exception {
    String[] many = new String[40];
    for (int i = 0; i < many.length; i++) {
      many[i] = "X-Mine-" + i + ": v";
    }
    client.chat("whole", false, many).reply();
    assertThat(server.pipeline.calls.take().headers()).hasSize(32);
    String large = "x".repeat(4000);
    client.chat("whole", false, "X-Mine-A: " + large, "X-Mine-B: " + large).reply();
    assertThat(server.pipeline.calls.take().headers()).containsOnlyKeys("x-mine-a");
  }

  /// C28.
  @ParameterizedTest
  @CsvSource({
    "x-sluice-deadline-ms: 1500, 1500",
    "X-Sluice-Deadline-Ms: 999999999999999999999999, 86400000",
    "x-stainless-timeout: 600, 599500",
    "x-stainless-timeout: 0.5, 475",
    "x-stainless-read-timeout: 5.0, 4750",
    "x-stainless-read-timeout: 0.25, 237",
    "x-stainless-read-timeout: None, 86400000",
    "x-stainless-read-timeout: '', 86400000",
    "x-stainless-read-timeout: inf, 86400000",
    "x-stainless-read-timeout: 0, 86400000",
    "x-stainless-timeout: NOT_GIVEN, 86400000",
    "x-stainless-timeout: NaN, 86400000",
    "x-stainless-timeout: -1, 86400000",
    "x-stainless-timeout: 1e300, 86400000",
    "x-server-timeout: 45, 44500",
    "x-server-timeout: never, 86400000",
    "x-other: 1, 86400000"
  })
  void the_client_says_how_long_it_waits(String header, long millis) throws Exception {
    client.chat("whole", false, header).reply();
    Call call = server.pipeline.calls.take();
    assertThat(call.deadline().remaining(call.arrived()).toMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-deadline-ms: 1500, 1500, 1500",
    "x-stainless-timeout: 600, 599500, 86400000",
    "x-stainless-read-timeout: 5, 4750, 86400000",
    "x-other: 1, 86400000, 86400000"
  })
  void the_timeout_of_a_streams_client_bounds_its_beginning(String header, long begin, long end)
      throws Exception {
    client.chat("whole", true, header).reply();
    Call call = server.pipeline.calls.take();
    assertThat(call.deadline().remainingToBegin(call.arrived()).toMillis()).isEqualTo(begin);
    assertThat(call.deadline().remaining(call.arrived()).toMillis()).isEqualTo(end);
  }

  @Test
  void of_two_timeouts_of_a_client_the_shorter_counts() throws Exception {
    client.chat("whole", false, "x-stainless-timeout: 600", "x-stainless-read-timeout: 20").reply();
    Call call = server.pipeline.calls.take();
    assertThat(call.deadline().remaining(call.arrived())).isEqualTo(Duration.ofMillis(19_500));
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-priority: critical, CRITICAL, *, 0",
    "X-Sluice-Priority: batch, BATCH, *, 0",
    "x-sluice-tenant: search, NORMAL, search, 0",
    "x-stainless-retry-count: 2, NORMAL, *, 2",
    "x-stainless-retry-count: -2, NORMAL, *, 0",
    "x-stainless-retry-count: 9999, NORMAL, *, 10",
    "x-stainless-retry-count: 99999999999, NORMAL, *, 10",
    "x-stainless-retry-count: no, NORMAL, *, 0",
    "x-other: 1, NORMAL, *, 0"
  })
  void the_client_says_how_it_wants_to_be_treated(
      String header, Band band, String tenant, int retries) throws Exception {
    client.chat("whole", false, header).reply();
    assertThat(server.pipeline.calls.take().hints())
        .isEqualTo(new SchedulingHints(band, tenant, retries).by("127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-cache: on, ON",
    "X-Sluice-Cache: off, OFF",
    "x-sluice-cache: refresh, REFRESH",
    "x-other: on, UNSAID"
  })
  void the_client_says_whether_it_takes_the_answers_of_others(
      String header, CacheDirective directive) throws Exception {
    Reply reply = client.chat("whole", false, header).reply();
    assertThat(server.pipeline.calls.take().hints().caching()).isEqualTo(directive);
    assertThat(reply.header("x-sluice-cache")).isEqualTo("off");
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-priority: urgent, critical",
    "x-sluice-cache: yes, refresh",
    "x-sluice-cache: OFF, 'on, off or refresh'",
    "x-sluice-priority: CRITICAL, critical",
    "x-sluice-tenant: caf\u00e9, printable",
    "x-sluice-tenant: 0123456789012345678901234567890123456789012345678901234567890123456789, 64"
  })
  void a_claim_that_makes_no_sense_is_told(String header, String accepted) throws Exception {
    Reply reply = client.chat("whole", false, header).reply();
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("\"code\":\"invalid_value\"", accepted);
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource({
    "x-sluice-priority: critical, x-sluice-priority: batch",
    "x-sluice-tenant: a, x-sluice-tenant: b",
    "x-sluice-cache: on, x-sluice-cache: off",
    "x-sluice-deadline-ms: 5000, x-sluice-deadline-ms: 60000"
  })
  void a_claim_that_contradicts_itself_is_told(String header, String again) throws Exception {
    Reply reply = client.chat("whole", false, header, again).reply();
    assertThat(reply.status()).isEqualTo(400);
    String name = header.substring(0, header.indexOf(':'));
    assertThat(reply.body()).contains("\"code\":\"invalid_value\"", name + " is there twice\"");
  }

  @Test
  void models_are_listed() throws IOException {
    assertThat(client.get("/v1/models").reply().body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"whole\",\"object\":\"model\",\"created\":0,"
                + "\"owned_by\":\"sluice\",\"display_name\":\"whole\"},{\"id\":\"org/listed\",\"x\":1}]}");
    assertThat(client.get("/v1/models/whole").reply().body()).startsWith("{\"id\":\"whole\"");
  }

  @Test
  void a_models_name_may_have_slashes() throws IOException {
    for (String path : new String[] {"/v1/models/org/listed", "/v1/models/org%2flisted"}) {
      assertThat(client.get(path).reply().body()).isEqualTo("{\"id\":\"org/listed\",\"x\":1}");
    }
    Reply unknown = client.get("/v1/models/org/other").reply();
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"code\":\"model_not_found\"", "\"param\":\"model\"");
  }
}

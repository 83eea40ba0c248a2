package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.client.ClientKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the gateway says to clients of Anthropic's API, over sockets.
class AnthropicClientsTest {
  private static final String VERSION = "anthropic-version: 2023-06-01";

  private static String body(String model, boolean stream) {
    return "{\"model\":\"%s\",\"max_tokens\":9,\"stream\":%s,\"messages\":[]}"
        .formatted(model, stream);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/v1/messages?beta=true"})
  void messages_are_a_call_of_their_own_kind_whatever_the_query_says(String path) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post(path, body("echo", false), VERSION).reply();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(body("echo", false));
      assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id")).isNotEmpty();
      assertThat(server.pipeline.calls.take().operation()).isEqualTo(Operation.MESSAGES);
    }
  }

  @Test
  void what_cannot_be_translated_says_where_it_stands_as_anthropic_writes_it() throws Exception {
    Failed refused =
        Failed.Invalid.untranslatable(Optional.of("messages[0].content[1]"), "no such block");
    assertThat(failed(refused).body())
        .contains("\"message\":\"messages.0.content.1: no such block (untranslatable)\"");
  }

  @Test
  void a_count_of_tokens_is_another() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      String count = "{\"model\":\"echo\",\"messages\":[]}";
      assertThat(client.post("/v1/messages/count_tokens", count).reply().body()).isEqualTo(count);
      assertThat(server.pipeline.calls.take().operation()).isEqualTo(Operation.COUNT_TOKENS);
    }
  }

  @Test
  void a_malformed_head_is_refused_in_the_dialect_of_its_path() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.send("POST /v1/messages HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0\r\n\r\n");
      Reply refused = client.reply();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body())
          .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"");
    }
  }

  @Test
  void a_key_is_shown_as_x_api_key_too_and_one_good_key_of_two_is_enough() throws Exception {
    try (var server = TestServer.keyed(ClientKey.plain(1, new Secret("k1")))) {
      for (String[] headers :
          new String[][] {
            {"x-api-key: k1"},
            {"api-key: k1"},
            {"x-goog-api-key: k1"},
            {"Authorization: Bearer login", "x-api-key: k1"}
          }) {
        try (var client = server.connect()) {
          assertThat(client.post("/v1/messages", body("echo", false), headers).reply().status())
              .isEqualTo(200);
        }
        assertThat(server.pipeline.calls.take().hints().caller()).isEqualTo("key-1");
      }
      try (var client = server.connect()) {
        Reply refused = client.post("/v1/messages", body("echo", false), "x-api-key: k2").reply();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body())
            .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"")
            .contains("x-api-key: KEY")
            .endsWith("\"request_id\":\"" + refused.header("request-id") + "\"}");
      }
    }
  }

  private static Reply failed(Failed why) throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      server.pipeline.failure = why;
      return client.post("/v1/messages", body("fail", false)).reply();
    }
  }

  @Test
  void refusals_by_load_are_529() throws Exception {
    for (Failed why :
        new Failed[] {
          new Failed.Shed(Failed.Reason.QUEUE_FULL, Optional.of(Duration.ofSeconds(3))),
          new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(Duration.ofSeconds(3))),
          new Failed.Overloaded(529, Optional.empty(), "Overloaded")
        }) {
      Reply reply = failed(why);
      assertThat(reply.status()).isEqualTo(529);
      assertThat(reply.body()).contains("\"type\":\"overloaded_error\"");
      assertThat(reply.headers())
          .containsEntry("x-should-retry", "true")
          .containsKey("retry-after");
    }
  }

  @Test
  void other_failures_have_the_types_that_its_clients_know() throws Exception {
    assertThat(failed(new Failed.Exhausted("used up")))
        .satisfies(
            reply -> {
              assertThat(reply.status()).isEqualTo(402);
              assertThat(reply.body()).contains("billing_error");
            });
    assertThat(failed(new Failed.CredentialRefused(401)).status()).isEqualTo(424);
    assertThat(
            failed(
                    new Failed.Throttled(
                        Failed.Dimension.TOKENS, Optional.of(Duration.ofSeconds(2)), "slow down"))
                .body())
        .contains("rate_limit_error", "slow down (provider_throttled)");
  }

  @Test
  void what_a_provider_says_of_a_request_passes_as_it_is() throws Exception {
    String said =
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
            + "\"message\":\"Extra inputs are not permitted\"},\"request_id\":\"req_1\"}";
    assertThat(failed(new Failed.Refused(400, "application/json", said)).body()).isEqualTo(said);
    String other = "{\"error\":{\"message\":\"no\",\"type\":\"x\"}}";
    assertThat(failed(new Failed.Refused(400, "application/json", other)).body())
        .startsWith(
            "{\"type\":\"error\",\"error\":"
                + "{\"type\":\"invalid_request_error\",\"message\":\"no\"}");
  }

  @Test
  void a_stream_that_fails_ends_with_an_event_called_error() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post("/v1/messages", body("live", true));
      FakePipeline.Live live = server.pipeline.next();
      live.write("event: ping\ndata: {\"type\":\"ping\"}\n\n");
      client.head();
      client.chunk();
      live.fail(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "the stream ended"));
      assertThat(client.chunk())
          .startsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"")
          .contains("stream_truncated")
          .endsWith("}\n\n");
    }
  }

  @Test
  void models_are_listed_in_the_dialect_of_the_one_who_asks() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      assertThat(client.get("/v1/models", VERSION).reply().body())
          .startsWith("{\"data\":[{\"type\":\"model\",\"id\":\"whole\",\"display_name\":\"whole\"")
          .endsWith("\"has_more\":false,\"first_id\":\"whole\",\"last_id\":\"org/listed\"}");
      assertThat(client.get("/v1/models/whole", "x-api-key: any").reply().body())
          .startsWith("{\"type\":\"model\"");
      assertThat(client.get("/v1/models").reply().body()).startsWith("{\"object\":\"list\"");
    }
  }

  @Test
  void endpoints_that_are_not_there_say_which_are() throws IOException, CannotListen {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post("/v1/messages/drafts", "{}", VERSION).reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body())
          .contains("\"type\":\"not_found_error\"", "/v1/messages/count_tokens");
    }
  }

  @Test
  void a_message_without_a_bound_is_told_so_in_its_form() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      Reply reply = client.post("/v1/messages", "{\"model\":\"m\",\"messages\":[]}").reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body())
          .contains("\"type\":\"invalid_request_error\"", "max_tokens is missing");
    }
  }
}

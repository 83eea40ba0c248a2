package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that never become calls.
class EarlyRejectionTest {
  private static final String KEY = "Authorization: Bearer sk-right";
  private static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  private static TestServer server;

  @BeforeAll
  static void start() throws CannotListen {
    server =
        new TestServer(List.of(new Secret("sk-other"), new Secret("sk-right")), TestServer.LONG);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_key_opens() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
      assertThat(client.chat("whole", false, "authorization: bearer sk-other").reply().status())
          .isEqualTo(200);
    }
  }

  /// C21.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: none",
        "Authorization: Bearer sk-wrong",
        "Authorization: Bearer sk-righ",
        "Authorization: Bearer sk-right2",
        "Authorization: Bearer",
        "Authorization: Bearer ",
        "Authorization: sk-right",
        "Authorization: Basic sk-right",
        "Authorization: Bearer sk-\u00e9",
        "Authorization: Bearer sk right",
        "Authorization: Bearer sk-right\r\nAuthorization: Bearer sk-right",
        "Authorization: Bearer ' OR 1=1 --"
      })
  void a_key_that_is_none_does_not(String header) throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.chat("whole", false, header).reply();
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.headers())
          .containsEntry("www-authenticate", "Bearer")
          .containsEntry("x-should-retry", "false");
      assertThat(reply.body())
          .contains("\"type\":\"authentication_error\"", "\"code\":\"invalid_api_key\"");
    }
  }

  /// C22. More than come at once without a wait, each behind a body that is dropped.
  @Test
  void many_wrong_keys_are_refused_in_turn_and_the_next_good_one_is_served() throws IOException {
    String body = "{\"model\":\"whole\"}";
    String guess = POST + "Authorization: Bearer sk-wrong\r\nContent-Length: " + body.length();
    try (var client = server.connect()) {
      long from = System.nanoTime();
      client.send((guess + "\r\n\r\n" + body).repeat(200));
      for (int i = 0; i < 200; i++) {
        assertThat(client.reply().status()).isEqualTo(401);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(190));
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 60_000, 70_000, 1_000_000})
  void a_key_of_any_length_is_just_wrong(int length) throws IOException {
    try (var client = server.connect()) {
      client.send(POST + "Authorization: Bearer " + "k".repeat(length) + "\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(401);
    }
  }

  /// C7.
  @Test
  void a_wrong_key_is_told_before_the_body_is_sent() throws IOException {
    try (var client = server.connect()) {
      client.send(POST + "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_connection_goes_on_behind_a_short_body_that_nobody_reads() throws IOException {
    try (var client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        Reply reply = client.chat("whole", false, "Authorization: Bearer sk-wrong").reply();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("connection")).isEmpty();
      }
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_short_body_may_come_behind_the_answer() throws IOException {
    try (var client = server.connect()) {
      client.send(POST + "Content-Length: 16384\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(401);
      client.send("GET /v1/models HTTP/1.1\r\n".repeat(1_000).substring(0, 16_384));
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 16385", "Transfer-Encoding: chunked", "X-None: none"})
  void a_longer_body_or_one_whose_end_is_unknown_ends_the_connection(String header)
      throws IOException {
    try (var client = server.connect()) {
      client.send(POST + header + "\r\n\r\n");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void no_client_without_a_key_learns_what_there_is() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.get("/v1/nowhere").reply().status()).isEqualTo(401);
      assertThat(client.get("/v1/models").reply().status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/responses",
        "/v1/chat/completions",
        "/v1/realtime",
        "/v1/realtime?model=gpt-realtime"
      })
  void a_websocket_is_sent_to_http(String path) throws IOException {
    try (var client = server.connect()) {
      client.send(webSocket(path, KEY));
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(426);
      assertThat(reply.headers())
          .containsEntry("upgrade", "HTTP/1.1")
          .containsEntry("connection", "upgrade")
          .containsEntry("x-should-retry", "false");
      assertThat(reply.body()).contains("\"code\":\"websocket_not_supported\"", "POST");
      // The connection serves what follows.
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_websocket_to_nowhere_or_without_a_key_is_what_any_request_is() throws IOException {
    try (var client = server.connect()) {
      client.send(webSocket("/v1/nowhere", KEY));
      assertThat(client.reply().status()).isEqualTo(404);
      client.send(webSocket("/v1/responses", "X-None: none"));
      assertThat(client.reply().status()).isEqualTo(401);
    }
  }

  @Test
  void an_upgrade_to_anything_else_is_not_made() throws IOException {
    try (var client = server.connect()) {
      String[] h2c = {KEY, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"};
      assertThat(client.chat("whole", false, h2c).reply().status()).isEqualTo(200);
    }
  }

  private static String webSocket(String path, String key) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + key
        + "\r\n\r\n";
  }

  /// C19.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/../admin",
        "/v1/../v1/models",
        "/v1/./models",
        "/v1//models",
        "//v1/models",
        "/v1/%2e%2e/v1/models",
        "/v1/models;x=1",
        "/V1/models",
        "/v1/Models",
        "/v1/models%",
        "/v1/models%2",
        "/v1/models%zz",
        "/v1/models%ff",
        "/v1/models%00",
        "/v1/models%c0%af",
        "/v1%252fmodels",
        "http://sluice/v1/models",
        "http://evil/v1/models",
        "/v1/models/",
        "/v1/models/../models",
        "*",
        "/",
        "/metrics",
        "/v1/audio/music"
      })
  void no_other_spelling_of_a_path_leads_anywhere(String path) throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.get(path, KEY).reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(client.get("/v1/models", KEY).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_path_without_its_version_is_told_the_base_that_would_be_right() throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.post("/chat/completions", "{}", KEY).reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body())
          .contains(
              "no such endpoint as '/chat/completions': the path must be /v1/chat/completions; the"
                  + " client's base URL must be http://HOST:PORT/v1\"");
    }
    try (var client = server.connect()) {
      Reply twice = client.post("/v1/v1/messages", "{}", KEY).reply();
      assertThat(twice.status()).isEqualTo(404);
      assertThat(twice.body())
          .contains(
              "no such endpoint as '/v1/v1/messages': the path must be /v1/messages; leave /v1 out"
                  + " of the client's base URL, http://HOST:PORT\"");
    }
  }

  @Test
  void an_unknown_path_is_told_what_there_is() throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.post("/v1/audio/music", "{}", KEY).reply();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body())
          .contains("POST /v1/chat/completions", "GET /v1/models", "\"code\":\"not_supported\"");
    }
  }

  /// C25.
  @ParameterizedTest
  @CsvSource({
    "GET, /v1/chat/completions, 405, POST",
    "PUT, /v1/chat/completions, 405, POST",
    "DELETE, /v1/models/a, 405, GET",
    "POST, /v1/models, 405, GET",
    "OPTIONS, /v1/models, 405, GET",
    "TRACE, /v1/models, 405, 'GET, POST'",
    "CONNECT, sluice:443, 405, 'GET, POST'",
    "BREW, /v1/models, 501, ''",
    "get, /v1/models, 501, ''"
  })
  void a_wrong_method_is_told_the_right_one(String method, String path, int status, String allow)
      throws IOException {
    try (var client = server.connect()) {
      client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n\r\n");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.header("allow")).isEqualTo(allow);
    }
  }

  @Test
  void head_is_answered_without_a_body() throws IOException {
    try (var client = server.connect()) {
      client.send("HEAD /v1/models HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(405);
      assertThat(client.get("/v1/models", KEY).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void the_preface_of_http_2_is_turned_away() throws IOException {
    try (var client = server.connect()) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(client.reply().status()).isIn(405, 501, 505);
      assertThat(client.ended()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTTP/3.0"})
  void other_versions_are_turned_away(String version) throws IOException {
    try (var client = server.connect()) {
      client.send("GET /v1/models " + version + "\r\nHost: a\r\n" + KEY + "\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(505);
    }
  }

  /// C15.
  @ParameterizedTest
  @CsvSource({
    "Content-Type: application/json, 200",
    "Content-Type: Application/JSON; charset=UTF-8, 200",
    "'Content-Type: application/json;charset=\"utf-8\"', 200",
    "Content-Type: application/json; charset=utf-16, 415",
    "Content-Type: text/plain, 415",
    "Content-Type: application/x-www-form-urlencoded, 415",
    "Content-Type: application/jsonp, 415",
    "X-None: none, 415"
  })
  void a_body_must_say_that_it_is_json(String header, int status) throws IOException {
    String body = RawClient.chatBody("whole", false);
    try (var client = server.connect()) {
      client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n" + header);
      client.send("\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(client.reply().status()).isEqualTo(status);
    }
  }

  /// C16.
  @Test
  void packed_bodies_are_turned_away() throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.chat("whole", false, KEY, "Content-Encoding: gzip").reply();
      assertThat(reply.status()).isEqualTo(415);
      assertThat(reply.body()).contains("\"code\":\"unsupported_media_type\"");
    }
  }

  /// C17.
  @Test
  void headers_may_have_64_kib_and_no_more() throws IOException {
    try (var client = server.connect()) {
      String rest = "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n";
      int used = "Host: a".length() + KEY.length() + "Content-Type: application/json".length();
      String body = RawClient.chatBody("whole", false);
      String length = "Content-Length: " + body.length();
      String fill = "X-Fill: " + "f".repeat(65_536 - used - length.length() - "X-Fill: ".length());
      client.send(rest + "Content-Type: application/json\r\n" + fill + "\r\n" + length);
      client.send("\r\n\r\n" + body);
      assertThat(client.reply().status()).isEqualTo(200);
      client.send(rest + "Content-Type: application/json\r\n" + fill + "f\r\n" + length);
      client.send("\r\n\r\n" + body);
      assertThat(client.reply().status()).isEqualTo(431);
    }
  }

  @Test
  void ten_megabytes_of_headers_are_too_large() throws Exception {
    try (var client = server.connect()) {
      client.send("GET /v1/models HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n");
      // The client must not be left reading when the server hangs up, so the answer is awaited
      // meanwhile.
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send("X-Large: " + "x".repeat(10_000_000) + "\r\n\r\n");
                    } catch (IOException gone) {
                      // The answer counts, not which side hung up first.
                    }
                  });
      assertThat(client.reply().status()).isEqualTo(431);
      sender.join();
    }
  }

  @Test
  void two_thousand_headers_are_too_many() throws IOException {
    try (var client = server.connect()) {
      client.send("GET /v1/models HTTP/1.1\r\nHost: a\r\n" + KEY + "\r\n");
      client.send("X-A: b\r\n".repeat(2000) + "\r\n");
      assertThat(client.reply().status()).isEqualTo(431);
    }
  }

  @Test
  void a_request_line_may_not_be_endless() throws IOException {
    try (var client = server.connect()) {
      client.send("GET /v1/models?" + "q".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(414);
    }
  }

  /// C28.
  @ParameterizedTest
  @CsvSource({
    "0, 504, deadline_exceeded",
    "-1, 504, deadline_exceeded",
    "-99999999999999999999, 504, deadline_exceeded",
    "soon, 400, invalid_value",
    "1.5, 400, invalid_value",
    "'', 400, invalid_value",
    "1e3, 400, invalid_value"
  })
  void a_deadline_must_make_sense(String deadline, int status, String code) throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.chat("whole", false, KEY, "X-Sluice-Deadline-Ms: " + deadline).reply();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.body()).contains("\"code\":\"" + code + "\"");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
    }
  }

  @Test
  void an_unknown_expectation_is_turned_away() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.chat("whole", false, KEY, "Expect: 200-ok").reply().status())
          .isEqualTo(417);
    }
  }

  /// C8, C9, C11, C12, C13, C14: the body is sound, or a 400 says why, and the connection goes on.
  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "[]",
        "{} x",
        "{\"model\":\"a\",\"model\":\"b\",\"messages\":[]}",
        "{\"model\":\"a\",\"messages\":5}",
        "{\"model\":\"a\",\"messages\":[],\"stream\":\"yes\"}",
        "{\"model\":\"a\",\"messages\":[],\"n\":1.5}",
        "{\"model\":\"a\",\"messages\":[],\"temperature\":1e309}",
        "{\"model\":\"a\",\"messages\":[],\"temperature\":NaN}",
        "{\"model\":\"a\",\"messages\":[\"\\ud800\"]}",
        "{\"messages\":[]}"
      })
  void an_unsound_body_is_the_clients_fault(String body) throws IOException {
    try (var client = server.connect()) {
      Reply reply = client.post("/v1/chat/completions", body, KEY).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body())
          .startsWith("{\"error\":{\"message\":\"")
          .contains("\"type\":\"invalid_request_error\"", "\"param\":", "\"code\":\"");
      assertThat(client.chat("whole", false, KEY).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void an_empty_body_is_none() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.post("/v1/chat/completions", "", KEY).reply().status()).isEqualTo(400);
    }
  }

  @Test
  void deep_nesting_is_refused() throws IOException {
    try (var client = server.connect()) {
      String body = "{\"model\":\"a\",\"messages\":" + "[".repeat(100_000);
      Reply reply = client.post("/v1/chat/completions", body, KEY).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("\"code\":\"json_too_deep\"");
    }
  }

  @Test
  void whoever_is_turned_away_is_counted() throws Exception {
    try (var client = server.connect()) {
      server.rejected.clear();
      client.get("/nowhere", KEY).reply();
      assertThat(server.rejected.take().code()).isEqualTo("not_supported");
    }
  }
}

package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The request guard and row C18, over raw sockets: each of these is answered 400, and its
/// connection closed.
class RequestGuardTest {
  private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String HOST = "Host: localhost\r\n";
  private static TestServer server;

  @BeforeAll
  static void start() throws CannotListen {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_length_beside_chunks_is_refused() throws IOException {
    refused(
        POST + HOST + JSON + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  }

  @Test
  void chunks_beside_a_length_are_refused() throws IOException {
    refused(
        POST + HOST + JSON + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length : 5\r\n"
      })
  void a_doubtful_length_is_refused(String length) throws IOException {
    refused(POST + HOST + JSON + length + "\r\nhello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding:\u000bchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding\t: chunked\r\n",
        "Transfer-Encoding:\r\n"
      })
  void a_doubtful_coding_is_refused(String coding) throws IOException {
    refused(POST + HOST + JSON + coding + "\r\n5\r\nhello\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-A: a\0b\r\n",
        "X-A: a\rb\r\n",
        "X-A: a\u0001b\r\n",
        "X-A: one\r\n two\r\n",
        "X-A: one\r\n\ttwo\r\n",
        " X-A: one\r\n",
        "X-A: one\nX-B: two\r\n",
        "X A: one\r\n",
        "X-A\r\n",
        ": one\r\n"
      })
  void a_doubtful_header_line_is_refused(String line) throws IOException {
    refused("GET /v1/models HTTP/1.1\r\n" + HOST + line + "\r\n");
    refused("GET /v1/models HTTP/1.1\r\n" + line + HOST + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nHost: a\r\n",
        "",
        "Host:\r\n",
        "Host: a/#\r\n",
        "Host: a b\r\n",
        "Host: a?b\r\n",
        "Host: u@a\r\n",
        "Host: a\\b\r\n",
        "Host : a\r\n"
      })
  void a_doubtful_host_is_refused(String host) throws IOException {
    refused("GET /v1/models HTTP/1.1\r\n" + host + "\r\n");
  }

  @Test
  void bare_line_feeds_in_a_head_are_refused() throws IOException {
    refused("GET /v1/models HTTP/1.1\nHost: localhost\n\n");
    refused("GET /v1/models HTTP/1.1\r\nHost: localhost\nX-A: a\r\n\r\n");
  }

  @Test
  void chunks_in_http_1_0_are_refused() throws IOException {
    refused(
        "POST /v1/chat/completions HTTP/1.0\r\n"
            + HOST
            + JSON
            + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FFFFFFFFF\r\nhello\r\n0\r\n\r\n",
        "100000005\r\nhello\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
        "80000000\r\nhello\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5 5\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhelloXX0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5;a=\"b\"\r\nhello\r\n0\r\n\r\n",
        "5;a=\"\r\n0\r\n\r\n\"\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n0;a=\"b\"\r\n\r\n",
        "5;a=b\nhello\r\n0\r\n\r\n"
      })
  void doubtful_chunks_are_refused(String chunks) throws IOException {
    refused(POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
  }

  @Test
  void a_quoted_extension_is_seen_however_the_bytes_arrive() throws IOException {
    try (var client = server.connect()) {
      client.send(POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n");
      for (String part :
          new String[] {"5", ";a=b\r", "\nhe", "llo", "\r", "\n3;a", "=\"b\"", "\r\n"}) {
        client.send(part);
      }
      assertThat(client.reply().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_misspelt_length_does_not_smuggle_its_body() throws IOException {
    refused(
        POST
            + HOST
            + JSON
            + "Content-Xength: 44\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Test
  void an_old_web_socket_does_not_hide_a_body() throws IOException {
    refused(
        "GET /v1/models HTTP/1.1\r\n"
            + HOST
            + "Sec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b\r\n\r\n12345678");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/models\r\n",
        "GET\r\n",
        "/v1/models HTTP/1.1\r\n",
        "\0GET / HTTP/1.1\r\n",
        "GET /v1/models HTTP/1.1 x\r\n",
        "GET\t/v1/models HTTP/1.1\r\n",
        "GET /v1/models\tHTTP/1.1\r\n",
        "GET /v1/models HTTP/1.1\t\r\n",
        "GET /v1/\u000bmodels HTTP/1.1\r\n",
        "GET /v1/models#a-secret HTTP/1.1\r\n",
        "GET # HTTP/1.1\r\n",
        "GET /v1/models?a#b HTTP/1.1\r\n",
        "GET /v1/models http/1.1\r\n",
        "GET /v1/models Http/1.1\r\n",
        "\r\nGET /v1/models http/1.1\r\n",
        "GET  /v1/models HTTP/1.1 \r\n"
      })
  void a_doubtful_request_line_is_refused(String line) throws IOException {
    refused(line + HOST + "\r\n");
  }

  @Test
  void extensions_without_quotes_and_trailers_pass() throws IOException {
    String body = RawClient.chatBody("whole", false);
    try (var client = server.connect()) {
      client.send(
          POST
              + HOST
              + JSON
              + "Transfer-Encoding: Chunked\r\n\r\n5;a=b\r\n"
              + body.substring(0, 5)
              + "\r\n"
              + Integer.toHexString(body.length() - 5)
              + "\r\n"
              + body.substring(5)
              + "\r\n0\r\nX-Trailer: a\r\n\r\n");
      assertThat(client.reply().body()).isEqualTo(FakePipeline.WHOLE);
      assertThat(client.get("/v1/models").reply().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\nX-Trailer: a\r\n b\r\n\r\n",
        "0\r\n X-Trailer: a\r\n\r\n",
        "000;a=b\r\nX-Trailer: a\r\n\tb\r\n\r\n"
      })
  void a_folded_trailer_is_refused(String end) throws IOException {
    refused(POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n" + end);
  }

  @Test
  void a_folded_trailer_is_seen_however_the_bytes_arrive() throws IOException {
    try (var client = server.connect()) {
      client.send(POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
      for (String part : new String[] {"0", "\r", "\nX-A: a\r\n", " b", "\r\n", "\r\n"}) {
        client.send(part);
      }
      assertThat(client.reply().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_second_request_line_is_looked_at_like_the_first() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.get("/v1/models").reply().status()).isEqualTo(200);
      client.send("GET /v1/models http/1.1\r\n" + HOST + "\r\n");
      assertThat(client.reply().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void two_content_encodings_are_refused(String second) throws IOException {
    String codings = "Content-Encoding: identity\r\nContent-Encoding: " + second + "\r\n";
    refused(POST + HOST + JSON + codings + "Content-Length: 2\r\n\r\n{}");
  }

  private static void refused(String request) throws IOException {
    try (var client = server.connect()) {
      RawClient.Reply reply = client.send(request).reply();
      assertThat(reply.status()).as(request).isEqualTo(400);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(reply.body()).startsWith("{\"error\":{\"message\":\"");
      assertThat(client.ended()).as("closed").isTrue();
    }
  }
}

package dev.sluice.server;

import static dev.sluice.server.RawHttp2Client.ACK;
import static dev.sluice.server.RawHttp2Client.CANCEL;
import static dev.sluice.server.RawHttp2Client.DATA;
import static dev.sluice.server.RawHttp2Client.END_HEADERS;
import static dev.sluice.server.RawHttp2Client.END_STREAM;
import static dev.sluice.server.RawHttp2Client.HEADERS;
import static dev.sluice.server.RawHttp2Client.INTERNAL_ERROR;
import static dev.sluice.server.RawHttp2Client.NO_ERROR;
import static dev.sluice.server.RawHttp2Client.PROTOCOL_ERROR;
import static dev.sluice.server.RawHttp2Client.RST_STREAM;
import static dev.sluice.server.RawHttp2Client.SETTINGS;
import static dev.sluice.server.RawHttp2Client.WINDOW_UPDATE;
import static dev.sluice.server.RawHttp2Client.block;
import static dev.sluice.server.RawHttp2Client.callBlock;
import static dev.sluice.server.RawHttp2Client.head;
import static dev.sluice.server.RawHttp2Client.number;
import static dev.sluice.server.RawHttp2Client.setting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Failed;
import dev.sluice.server.RawHttp2Client.Frame;
import dev.sluice.server.RawHttp2Client.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls over HTTP/2: each stream is served as a connection of HTTP/1.1 is.
class Http2CallsTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  @Test
  void a_call_is_answered_on_its_stream() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      Reply reply = client.chat(1, "whole", false, "x-request-id", "mine").reply(1);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(FakePipeline.WHOLE);
      assertThat(reply.headers())
          .containsEntry("content-length", String.valueOf(FakePipeline.WHOLE.length()))
          .containsEntry("x-request-id", "mine")
          .doesNotContainKeys("connection", "transfer-encoding");
      assertThat(reply.reset()).isEqualTo(-1);
    }
  }

  @Test
  void a_client_of_the_same_listener_may_speak_http_1_1() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = server.connect()) {
      assertThat(client.chat("whole", false).reply().body()).isEqualTo(FakePipeline.WHOLE);
      assertThat(client.get("/v1/models").reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_listener_that_does_not_allow_it_takes_no_preface() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      assertThat(client.send("PRI * HTTP/2.0\r\n\r\n").head().status()).isEqualTo(505);
    }
  }

  @Test
  void what_the_server_takes_is_in_its_settings() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      byte[] settings = client.next(SETTINGS).payload();
      assertThat(settings).containsSubsequence(setting(3, 100));
      assertThat(settings).containsSubsequence(setting(6, 72 * 1024));
    }
  }

  @Test
  void answers_of_one_connection_do_not_wait_for_each_other() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.chat(1, "live", true);
      FakePipeline.Live first = server.pipeline.next();
      client.chat(3, "live", true);
      FakePipeline.Live second = server.pipeline.next();
      second.write(EVENT);
      second.end();
      assertThat(client.reply(3).body()).isEqualTo(EVENT);
      first.write(EVENT);
      first.end();
      assertThat(client.reply(1).body()).isEqualTo(EVENT);
    }
  }

  @Test
  void events_come_as_they_are_made() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write(EVENT);
      assertThat(client.ofStream(1).type()).isEqualTo(HEADERS);
      assertThat(client.ofStream(1).text()).isEqualTo(EVENT);
      live.write(EVENT);
      assertThat(client.ofStream(1).text()).isEqualTo(EVENT);
      live.end();
      assertThat(client.ofStream(1).ends()).isTrue();
    }
  }

  @Test
  void a_hundred_calls_are_answered_at_a_time() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      for (int stream = 1; stream < 200; stream += 2) {
        client.chat(stream, "live", false);
      }
      for (int i = 0; i < 100; i++) {
        FakePipeline.Live live = server.pipeline.next();
        live.write("{}");
        live.end();
      }
      int ended = 0;
      while (ended < 100) {
        ended += client.read().ends() ? 1 : 0;
      }
      assertThat(server.server.streams()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void a_body_may_come_in_pieces_without_a_length() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      String body = RawClient.chatBody("echo", false);
      client.frame(HEADERS, END_HEADERS, 1, callBlock());
      client.frame(DATA, 0, 1, body.substring(0, 10).getBytes(UTF_8));
      client.frame(DATA, 0, 1, body.substring(10).getBytes(UTF_8));
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block("x-checksum", "1"));
      assertThat(client.reply(1).body()).isEqualTo(body);
    }
  }

  @Test
  void a_body_above_the_window_arrives_whole() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      byte[] body = longBody(900_000);
      client.next(SETTINGS);
      client.frame(SETTINGS, ACK, 0, new byte[0]);
      client.frame(HEADERS, END_HEADERS, 1, callBlock());
      Thread sends =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      sendIn(client, body);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(server.pipeline.next().call.body().size()).isEqualTo(body.length);
      sends.join();
    }
  }

  /// Sends a body within what the windows allow at the start, then as they are opened.
  private static void sendIn(RawHttp2Client client, byte[] body) throws IOException {
    int window = 256 * 1024;
    int at = 0;
    while (at < body.length) {
      int size = Math.min(Math.min(16_384, window), body.length - at);
      if (size > 0) {
        byte[] part = Arrays.copyOfRange(body, at, at + size);
        at += size;
        window -= size;
        client.frame(DATA, at == body.length ? END_STREAM : 0, 1, part);
      } else {
        Frame update = client.next(WINDOW_UPDATE);
        window += update.stream() == 1 ? update.error() : 0;
      }
    }
  }

  private static byte[] longBody(int size) {
    String body = RawClient.chatBody("live", false);
    return (body.substring(0, body.length() - 1) + " ".repeat(size) + "}").getBytes(UTF_8);
  }

  @Test
  void a_stream_that_is_reset_ends_its_call_and_no_other() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.chat(1, "live", true);
      FakePipeline.Live first = server.pipeline.next();
      client.chat(3, "live", true);
      FakePipeline.Live second = server.pipeline.next();
      client.frame(RST_STREAM, 0, 1, number(CANCEL));
      assertThat(first.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      second.write(EVENT);
      second.end();
      assertThat(client.reply(3).body()).isEqualTo(EVENT);
    }
  }

  @Test
  void a_connection_that_ends_ends_all_its_calls() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG)) {
      var client = connect(server);
      client.chat(1, "live", true);
      FakePipeline.Live first = server.pipeline.next();
      client.chat(3, "live", true);
      FakePipeline.Live second = server.pipeline.next();
      client.close();
      assertThat(first.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_answer_that_is_cut_ends_with_its_error_and_a_reset() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write(EVENT);
      assertThat(client.ofStream(1).type()).isEqualTo(HEADERS);
      assertThat(client.ofStream(1).text()).isEqualTo(EVENT);
      live.fail(new Failed.Internal());
      Reply rest = client.reply(1);
      assertThat(rest.body()).contains("\"code\":\"internal_error\"");
      assertThat(rest.reset()).isEqualTo(INTERNAL_ERROR);
    }
  }

  @Test
  void an_early_answer_lets_the_client_stop_sending() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS, 1, callBlock("content-length", "2000000"));
      Reply reply = client.reply(1);
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.body()).contains("\"code\":\"body_too_large\"");
      Frame reset = client.ofStream(1);
      assertThat(reset.type()).isEqualTo(RST_STREAM);
      assertThat(reset.error()).isEqualTo(NO_ERROR);
      assertThat(client.chat(3, "whole", false).reply(3).status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_waits_for_a_word_gets_it() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS, 1, callBlock("expect", "100-continue"));
      assertThat(client.headers(client.ofStream(1)).status().toString()).isEqualTo("100");
      byte[] body = RawClient.chatBody("whole", false).getBytes(UTF_8);
      client.frame(DATA, END_STREAM, 1, body);
      assertThat(client.reply(1).status()).isEqualTo(200);
    }
  }

  @Test
  void models_are_listed_and_an_unknown_path_is_named() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      assertThat(client.get(1, "/v1/models").reply(1).body()).contains("org/listed");
      assertThat(client.get(3, "/v1/nothing").reply(3).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":path", ":method", ":scheme"})
  void a_request_without_a_pseudo_header_is_malformed(String left) throws Exception {
    var headers = new LinkedHashMap<String, String>();
    headers.put(":method", "GET");
    headers.put(":scheme", "http");
    headers.put(":path", "/v1/models");
    headers.put(":authority", "localhost");
    headers.remove(left);
    String[] flat =
        headers.entrySet().stream()
            .flatMap(h -> Stream.of(h.getKey(), h.getValue()))
            .toArray(String[]::new);
    isMalformed(block(flat));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper: a",
        "connection: close",
        "transfer-encoding: chunked",
        "te: gzip",
        "upgrade: websocket",
        "host: elsewhere",
        "x-a: a\rb",
        "x-a: a\nb: c",
        "x-a: a\0b",
        "x a: b",
        ":protocol: websocket",
        ":authority: other",
      })
  void a_header_that_no_stream_may_have_is_malformed(String header) throws Exception {
    int colon = header.indexOf(": ");
    var block = new ByteArrayOutputStream();
    block.writeBytes(head("GET", "/v1/models"));
    block.writeBytes(block(header.substring(0, colon), header.substring(colon + 2)));
    isMalformed(block.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1/models", "/v1/a b", "/v1/models#part", "http://localhost/", "*"})
  void a_path_that_could_be_read_in_two_ways_is_malformed(String path) throws Exception {
    isMalformed(head("GET", path));
  }

  private static void isMalformed(byte[] block) throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block);
      Reply reply = client.reply(1);
      assertThat(reply.status()).isIn(0, 400);
      assertThat(reply.reset()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.get(3, "/v1/models").reply(3).status()).isEqualTo(200);
    }
  }

  @Test
  void trailers_with_a_pseudo_header_are_malformed() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS, 1, callBlock());
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block(":method", "GET"));
      assertThat(client.reply(1).reset()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void a_malformed_request_is_told_what_is_wrong_and_counted() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, head("GET", "/v1/a b"));
      Reply reply = client.reply(1);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("the path must begin with /");
      assertThat(server.rejected.take().code()).isEqualTo("malformed_request");
    }
  }

  @Test
  void a_tunnel_is_not_opened() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(
          HEADERS, END_HEADERS, 1, block(":method", "CONNECT", ":authority", "localhost:80"));
      assertThat(client.reply(1).status()).isEqualTo(405);
    }
  }

  @Test
  void a_slow_stream_stops_itself_alone() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = new RawHttp2Client(server.server.address(), false)) {
      // Streams begin with a window of 1000 bytes; the connection's is large.
      client.greet(setting(4, 1000)).frame(WINDOW_UPDATE, 0, 0, number(1 << 20));
      client.chat(1, "live", true);
      FakePipeline.Live slow = server.pipeline.next();
      client.chat(3, "live", true);
      FakePipeline.Live quick = server.pipeline.next();
      String part = "data: " + "x".repeat(40_000) + "\n\n";
      slow.write(part);
      await().until(() -> !slow.writable());
      assertThat(quick.writable()).isTrue();
      client.frame(WINDOW_UPDATE, 0, 3, number(100_000));
      quick.write(part);
      quick.end();
      assertThat(client.reply(3).body()).isEqualTo(part);
      client.frame(WINDOW_UPDATE, 0, 1, number(100_000));
      await().until(slow::writable);
      slow.end();
      await().until(() -> server.server.unsentBytes() < 100);
    }
  }

  private static RawHttp2Client connect(TestServer server) throws IOException {
    return new RawHttp2Client(server.server.address());
  }
}

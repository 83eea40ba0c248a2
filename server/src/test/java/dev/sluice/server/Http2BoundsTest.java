package dev.sluice.server;

import static dev.sluice.server.RawHttp2Client.ACK;
import static dev.sluice.server.RawHttp2Client.CANCEL;
import static dev.sluice.server.RawHttp2Client.CONTINUATION;
import static dev.sluice.server.RawHttp2Client.DATA;
import static dev.sluice.server.RawHttp2Client.END_HEADERS;
import static dev.sluice.server.RawHttp2Client.END_STREAM;
import static dev.sluice.server.RawHttp2Client.ENHANCE_YOUR_CALM;
import static dev.sluice.server.RawHttp2Client.GOAWAY;
import static dev.sluice.server.RawHttp2Client.HEADERS;
import static dev.sluice.server.RawHttp2Client.NO_ERROR;
import static dev.sluice.server.RawHttp2Client.PADDED;
import static dev.sluice.server.RawHttp2Client.PING;
import static dev.sluice.server.RawHttp2Client.PRIORITY;
import static dev.sluice.server.RawHttp2Client.PROTOCOL_ERROR;
import static dev.sluice.server.RawHttp2Client.REFUSED_STREAM;
import static dev.sluice.server.RawHttp2Client.RST_STREAM;
import static dev.sluice.server.RawHttp2Client.SETTINGS;
import static dev.sluice.server.RawHttp2Client.STREAM_CLOSED;
import static dev.sluice.server.RawHttp2Client.WINDOW_UPDATE;
import static dev.sluice.server.RawHttp2Client.block;
import static dev.sluice.server.RawHttp2Client.callBlock;
import static dev.sluice.server.RawHttp2Client.frameBytes;
import static dev.sluice.server.RawHttp2Client.head;
import static dev.sluice.server.RawHttp2Client.number;
import static dev.sluice.server.RawHttp2Client.setting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawHttp2Client.Frame;
import dev.sluice.server.RawHttp2Client.Reply;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.edge.ClientTimeouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// C31: what a client of HTTP/2 can do to take the server's time or memory without a call, and with
/// one connection for many.
class Http2BoundsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  /// As many as a connection may have at once.
  private static final int GUESSES = 100;

  /// Some more than a connection may have at once.
  private static final int FLOOD = 1200;

  static Stream<Arguments> floods() {
    byte[] block = head("GET", "/v1/models");
    return Stream.of(
        Arguments.of("PING", List.of(frameBytes(PING, 0, 0, new byte[8]))),
        Arguments.of("PING acknowledged", List.of(frameBytes(PING, ACK, 0, new byte[8]))),
        Arguments.of("SETTINGS", List.of(frameBytes(SETTINGS, 0, 0, setting(4, 1000)))),
        Arguments.of("SETTINGS, empty", List.of(frameBytes(SETTINGS, 0, 0, new byte[0]))),
        Arguments.of("PRIORITY", List.of(frameBytes(PRIORITY, 0, 5, new byte[] {0, 0, 0, 3, 9}))),
        Arguments.of("WINDOW_UPDATE", List.of(frameBytes(WINDOW_UPDATE, 0, 0, number(1)))),
        Arguments.of(
            "WINDOW_UPDATE of a stream", List.of(frameBytes(WINDOW_UPDATE, 0, 1, number(1)))),
        Arguments.of("a type that nobody knows", List.of(frameBytes(0x77, 0, 0, new byte[0]))),
        Arguments.of("DATA, empty", List.of(frameBytes(DATA, 0, 1, new byte[0]))),
        Arguments.of("DATA, all padding", List.of(frameBytes(DATA, PADDED, 1, new byte[] {0}))),
        Arguments.of(
            "DATA of a stream that has ended",
            List.of(
                frameBytes(HEADERS, END_HEADERS | END_STREAM, 3, block),
                frameBytes(RST_STREAM, 0, 3, number(CANCEL)),
                frameBytes(DATA, 0, 3, new byte[] {1}))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void frames_that_carry_no_part_of_a_request_are_bounded(String what, List<byte[]> frames)
      throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var honest = connect(server);
        var client = connect(server)) {
      honest.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      client.frame(HEADERS, END_HEADERS, 1, callBlock());
      for (byte[] frame : frames.subList(0, frames.size() - 1)) {
        client.bytes(frame);
      }
      Frame end = flood(client, frames.getLast(), FLOOD);
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(end.why()).isEqualTo("too many frames carry no part of a request");
      assertThat(client.ended()).isTrue();
      assertThat(server.server.ended()).isEqualTo(1);
      live.write(EVENT);
      live.end();
      assertThat(honest.reply(1).body()).isEqualTo(EVENT);
      assertThat(honest.chat(3, "whole", false).reply(3).status()).isEqualTo(200);
    }
  }

  /// Sends a frame many times, as fast as the server takes it.
  private static Frame flood(RawHttp2Client client, byte[] frame, int times) throws IOException {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(frame);
    }
    client.bytes(all.toByteArray());
    return Objects.requireNonNull(client.goAway());
  }

  @Test
  void streams_that_are_reset_at_once_are_bounded() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.bytes(resets(1, 600));
      Frame end = Objects.requireNonNull(client.goAway());
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(end.why()).isEqualTo("too many streams end before their answers");
    }
  }

  @Test
  void calls_that_are_reset_while_they_run_are_bounded_too() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      for (int stream = 1; stream < 301; stream += 2) {
        client.chat(stream, "live", true);
        FakePipeline.Live live = server.pipeline.next();
        client.frame(RST_STREAM, 0, stream, number(CANCEL));
        assertThat(live.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      }
      // Half of what is allowed at once: the calls above count, and five a second are forgotten.
      client.bytes(resets(301, 501));
      assertThat(Objects.requireNonNull(client.goAway()).error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void calls_that_end_earn_what_others_are_cancelled_for() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      int stream = 1;
      for (int i = 0; i < 300; i++) {
        assertThat(client.chat(stream, "whole", false).reply(stream).status()).isEqualTo(200);
        client.chat(stream + 2, "live", true);
        FakePipeline.Live live = server.pipeline.next();
        client.frame(RST_STREAM, 0, stream + 2, number(CANCEL));
        assertThat(live.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        stream += 4;
      }
      assertThat(client.get(stream, "/v1/models").reply(stream).status()).isEqualTo(200);
    }
  }

  /// With bodies that do not end, each of which would end a connection of HTTP/1.1.
  @Test
  void guesses_of_keys_are_paced_whatever_their_bodies_are() throws Exception {
    ClientKey[] keys = ClientKey.plain(List.of(new Secret("good"))).toArray(ClientKey[]::new);
    var clock = new SteppedClock();
    try (var server = TestServer.h2c(clock, keys);
        var client = connect(server)) {
      assertThat(refusedAtOnce(client, 1)).isEqualTo(GUESSES);
      assertThat(refusedAtOnce(client, 1 + 2 * GUESSES)).isZero();
      clock.pass(Duration.ofSeconds(1));
      for (int refused = 0, ended = 0; refused < GUESSES || ended < GUESSES; ) {
        int type = client.read().type();
        refused += type == HEADERS ? 1 : 0;
        ended += type == RST_STREAM ? 1 : 0;
      }
    }
  }

  /// Guesses keys, all in one write.
  ///
  /// @return how many are refused before what has come behind them is answered
  private static int refusedAtOnce(RawHttp2Client client, int first) throws IOException {
    var all = new ByteArrayOutputStream();
    byte[] head = callBlock("authorization", "Bearer guess");
    all.writeBytes(frameBytes(WINDOW_UPDATE, 0, 0, number(1 << 20)));
    for (int i = 0; i < GUESSES; i++) {
      all.writeBytes(frameBytes(HEADERS, END_HEADERS, first + 2 * i, head));
    }
    all.writeBytes(frameBytes(PING, 0, 0, new byte[8]));
    client.bytes(all.toByteArray());
    int refused = 0;
    for (int type = client.read().type(); type != PING; type = client.read().type()) {
      refused += type == HEADERS ? 1 : 0;
    }
    return refused;
  }

  /// CVE-2025-8671: the client makes the server reset the stream.
  static Stream<Arguments> provocations() {
    return Stream.of(
        Arguments.of("window of nothing", frameBytes(WINDOW_UPDATE, 0, 0, number(0))),
        Arguments.of("window too large", frameBytes(WINDOW_UPDATE, 0, 0, number(0x7fff_ffff))),
        Arguments.of("DATA behind the end", frameBytes(DATA, 0, 0, new byte[] {1})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("provocations")
  void streams_that_the_server_is_made_to_reset_are_bounded(String what, byte[] frame)
      throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      int stream = 1;
      Frame end = provoke(client, stream, frame);
      while (end.type() == RST_STREAM && stream < 1000) {
        stream += 2;
        end = provoke(client, stream, frame);
      }
      assertThat(stream).isBetween(79, 399);
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /// Begins a call, and sends a frame of it that must not come.
  ///
  /// @return what the server ends the stream or the connection with
  private static Frame provoke(RawHttp2Client client, int stream, byte[] frame) throws IOException {
    byte[] provoking = frame.clone();
    System.arraycopy(number(stream), 0, provoking, 5, 4);
    client.chat(stream, "live", true).bytes(provoking);
    Frame end = client.read();
    while (end.type() != GOAWAY && end.stream() != stream) {
      end = client.read();
    }
    return end;
  }

  @Test
  void a_stream_that_goes_on_behind_its_end_ends_its_connection() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block("a", "b"));
      assertThat(Objects.requireNonNull(client.goAway()).error()).isEqualTo(STREAM_CLOSED);
      assertThat(live.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_stream_with_a_lower_number_ends_its_connection() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.get(5, "/v1/models").get(3, "/v1/models");
      assertThat(Objects.requireNonNull(client.goAway()).error()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void trailers_of_a_stream_that_the_server_has_reset_are_no_fault() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS, 1, callBlock("content-length", "2000000"));
      assertThat(client.reply(1).status()).isEqualTo(413);
      assertThat(client.ofStream(1).error()).isEqualTo(NO_ERROR);
      client.frame(DATA, 0, 1, new byte[100]);
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block("a", "b"));
      assertThat(client.get(3, "/v1/models").reply(3).status()).isEqualTo(200);
    }
  }

  @Test
  void malformed_requests_are_bounded() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      var all = new ByteArrayOutputStream();
      for (int stream = 1; stream < 600; stream += 2) {
        all.writeBytes(
            frameBytes(HEADERS, END_HEADERS | END_STREAM, stream, block("connection", "close")));
      }
      client.bytes(all.toByteArray());
      assertThat(Objects.requireNonNull(client.goAway()).error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void a_stream_above_a_hundred_is_refused_as_never_begun() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      for (int stream = 1; stream < 200; stream += 2) {
        client.chat(stream, "live", true);
        server.pipeline.next();
      }
      client.frame(HEADERS, END_HEADERS | END_STREAM, 201, head("GET", "/v1/models"));
      Frame refused = client.next(RST_STREAM);
      assertThat(refused.stream()).isEqualTo(201);
      assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
      assertThat(server.server.streams()).isEqualTo(100);
      server.pipeline.live.clear();
    }
  }

  @Test
  void streams_that_are_refused_are_bounded() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      var all = new ByteArrayOutputStream();
      for (int stream = 1; stream < 800; stream += 2) {
        all.writeBytes(frameBytes(HEADERS, END_HEADERS, stream, callBlock()));
      }
      client.bytes(all.toByteArray());
      assertThat(Objects.requireNonNull(client.goAway()).error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /// CVE-2024-27316 and its like, and CVE-2026-33871.
  static Stream<Arguments> continuations() {
    return Stream.of(
        Arguments.of("empty", new byte[0]), Arguments.of("with headers", block("a", "b")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("continuations")
  void a_header_block_that_goes_on_and_on_ends_its_connection(String what, byte[] part)
      throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      client.frame(HEADERS, END_STREAM, 1, head("GET", "/v1/models"));
      Frame end = flood(client, frameBytes(CONTINUATION, 0, 1, part), 100);
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(end.why()).contains("CONTINUATION");
    }
  }

  @Test
  void a_header_block_in_a_few_frames_is_taken() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      byte[] block = head("GET", "/v1/models");
      client.frame(HEADERS, END_STREAM, 1, new byte[0]);
      client.frame(CONTINUATION, 0, 1, Arrays.copyOf(block, 9));
      client.frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(block, 9, block.length));
      assertThat(client.reply(1).status()).isEqualTo(200);
    }
  }

  @Test
  void headers_above_the_bound_are_too_large() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      byte[] large = block("x-a", "a".repeat(16_000));
      client.frame(HEADERS, END_STREAM, 1, head("GET", "/v1/models"));
      for (int i = 0; i < 4; i++) {
        client.frame(CONTINUATION, 0, 1, large);
      }
      client.frame(CONTINUATION, END_HEADERS, 1, block("x-a", "a".repeat(10_000)));
      assertThat(client.reply(1).status()).isEqualTo(431);
      assertThat(client.get(3, "/v1/models").reply(3).status()).isEqualTo(200);
    }
  }

  @Test
  void headers_in_large_numbers_are_too_many() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      var block = new ByteArrayOutputStream();
      block.writeBytes(head("GET", "/v1/models"));
      for (int i = 0; i < 300; i++) {
        block.writeBytes(block("x-" + i, "a"));
      }
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray());
      assertThat(client.reply(1).status()).isEqualTo(431);
    }
  }

  /// An HPACK bomb: one large header in the table, and thousands of references to it.
  @Test
  void a_block_that_unpacks_to_megabytes_is_not_unpacked() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = connect(server)) {
      var first = new ByteArrayOutputStream();
      first.writeBytes(head("GET", "/v1/models"));
      byte[] entry = block("x-a", "a".repeat(4000));
      entry[0] = 0x40;
      first.writeBytes(entry);
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, first.toByteArray());
      assertThat(client.reply(1).status()).isEqualTo(200);
      var bomb = new ByteArrayOutputStream();
      bomb.writeBytes(head("GET", "/v1/models"));
      for (int i = 0; i < 16_000; i++) {
        bomb.write(0x80 | 62);
      }
      client.frame(HEADERS, END_HEADERS | END_STREAM, 3, bomb.toByteArray());
      assertThat(client.reply(3).status()).isEqualTo(431);
    }
  }

  /// A client that offers a table of 4 GiB for the headers that it receives.
  @Test
  void no_table_is_kept_of_what_was_sent() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = new RawHttp2Client(server.server.address(), false)) {
      client.greet(setting(1, -1));
      byte[] before = client.get(1, "/v1/models").ofStream(1).payload();
      client.reply(1);
      byte[] after = client.get(3, "/v1/models").ofStream(3).payload();
      // The first block has the sizes of the table in front, and nothing refers to it later.
      assertThat(after.length).isGreaterThan(50).isLessThanOrEqualTo(before.length);
      assertThat(after.length).isGreaterThan(before.length - 20);
    }
  }

  @Test
  void a_stream_whose_window_stays_shut_is_given_up() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG, SHORT));
        var client = new RawHttp2Client(server.server.address(), false)) {
      client.greet(setting(4, 0));
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write("data: " + "x".repeat(60_000) + "\n\n");
      assertThat(live.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      Reply reply = client.reply(1);
      assertThat(reply.reset()).isEqualTo(CANCEL);
      assertThat(reply.body()).isEmpty();
      client.frame(SETTINGS, 0, 0, setting(4, 65_535));
      assertThat(client.chat(3, "whole", false).reply(3).status()).isEqualTo(200);
    }
  }

  /// The HTTP/2 bomb of 2026 holds what it has made the server keep by a window that stays shut.
  @Test
  void an_answer_that_is_whole_does_not_wait_for_a_window_for_ever() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG, SHORT));
        var client = new RawHttp2Client(server.server.address(), false)) {
      client.greet(setting(4, 0));
      client.chat(1, "whole", false);
      assertThat(client.reply(1).reset()).isEqualTo(CANCEL);
      await().until(() -> server.server.streams() == 0);
    }
  }

  @Test
  void a_window_that_opens_by_single_bytes_is_a_flood() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = new RawHttp2Client(server.server.address(), false)) {
      client.greet(setting(4, 0));
      client.chat(1, "live", true);
      server.pipeline.next().write("data: " + "x".repeat(60_000) + "\n\n");
      Frame end = flood(client, frameBytes(WINDOW_UPDATE, 0, 1, number(1)), 2000);
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void a_client_that_does_not_read_at_all_is_given_up() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(LONG, LONG, LONG, SHORT, SHORT, SHORT));
        var client = new RawHttp2Client(server.server.address(), false)) {
      client.greet(setting(4, 1 << 30)).frame(WINDOW_UPDATE, 0, 0, number(1 << 30));
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      String part = "data: " + "x".repeat(30_000) + "\n\n";
      while (live.writable()) {
        live.write(part);
      }
      assertThat(live.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
      await().until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void a_connection_that_breaks_while_answers_are_written_holds_nobody_up() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG)) {
      var all = new ByteArrayOutputStream();
      for (int stream = 1; stream < 200; stream += 2) {
        all.writeBytes(
            frameBytes(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", "/v1/models")));
      }
      for (int i = 0; i < 10; i++) {
        RawHttp2Client broken = connect(server);
        broken.next(SETTINGS);
        broken.bytes(all.toByteArray());
        broken.ofStream(1);
        broken.socket.setSoLinger(true, 0);
        broken.close();
      }
      try (var client = connect(server)) {
        assertThat(client.get(1, "/v1/models").reply(1).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_beginning_that_does_not_come_is_given_up() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(SHORT, LONG, LONG, LONG, LONG, SHORT));
        var silent = new RawHttp2Client(server.server.address(), false);
        var half = new RawHttp2Client(server.server.address(), false);
        var mute = new RawHttp2Client(server.server.address(), false)) {
      half.bytes("PRI * HT".getBytes(UTF_8));
      mute.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8));
      assertThat(silent.ended()).isTrue();
      assertThat(half.ended()).isTrue();
      assertThat(mute.ended()).isTrue();
    }
  }

  @Test
  void a_header_block_that_does_not_end_is_given_up() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(SHORT, LONG, LONG, LONG, LONG, SHORT));
        var client = connect(server)) {
      client.frame(HEADERS, 0, 1, head("GET", "/v1/models"));
      Frame end = Objects.requireNonNull(client.goAway());
      assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(end.why()).isEqualTo("a header block takes too long to arrive");
    }
  }

  @Test
  void a_body_that_stops_is_given_up_and_its_connection_goes_on() throws Exception {
    try (var server = TestServer.h2c(new ClientTimeouts(LONG, SHORT, LONG, LONG, LONG, SHORT));
        var client = connect(server)) {
      client.frame(HEADERS, END_HEADERS, 1, callBlock());
      client.frame(DATA, 0, 1, "{".getBytes(UTF_8));
      Reply reply = client.reply(1);
      assertThat(reply.status()).isEqualTo(408);
      assertThat(client.ofStream(1).error()).isEqualTo(NO_ERROR);
      assertThat(client.get(3, "/v1/models").reply(3).status()).isEqualTo(200);
    }
  }

  @Test
  void a_connection_without_streams_is_closed_in_time() throws Exception {
    // Longer than a busy machine takes for the first stream.
    Duration idle = Duration.ofSeconds(3);
    try (var server = TestServer.h2c(new ClientTimeouts(LONG, LONG, LONG, LONG, idle, SHORT));
        var client = connect(server)) {
      client.get(1, "/v1/models").reply(1);
      Frame end = Objects.requireNonNull(client.goAway());
      assertThat(end.error()).isEqualTo(NO_ERROR);
      assertThat(end.payload()).startsWith(number(1));
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void what_a_client_has_used_up_is_not_forgotten_with_its_connection() throws Exception {
    List<RawHttp2Client> clients = new ArrayList<>();
    try (var server = TestServer.h2c(TestServer.LONG)) {
      String why = "";
      for (int i = 0; i < 20 && !why.contains("other connections"); i++) {
        RawHttp2Client client = connect(server);
        clients.add(client);
        client.bytes(resets(1, 600));
        why = Objects.requireNonNull(client.goAway()).why();
      }
      assertThat(why).isEqualTo("this client has used up its budget on other connections");
    } finally {
      for (RawHttp2Client client : clients) {
        client.close();
      }
    }
  }

  private static byte[] resets(int first, int end) {
    var all = new ByteArrayOutputStream();
    for (int stream = first; stream < end; stream += 2) {
      all.writeBytes(frameBytes(HEADERS, END_HEADERS, stream, callBlock()));
      all.writeBytes(frameBytes(RST_STREAM, 0, stream, number(CANCEL)));
    }
    return all.toByteArray();
  }

  private static RawHttp2Client connect(TestServer server) throws IOException {
    return new RawHttp2Client(server.server.address());
  }
}

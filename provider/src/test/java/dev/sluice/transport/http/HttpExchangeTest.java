package dev.sluice.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.testing.Leaks;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.RecordingSink;
import dev.sluice.transport.Rig;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HttpExchangeTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nfine";

  @BeforeAll
  static void watch_for_leaks() {
    Leaks.watch();
  }

  @AfterAll
  static void no_buffer_leaked() {
    Leaks.assertNone();
  }

  @ParameterizedTest
  @EnumSource
  void a_request_goes_out_whole_and_its_answer_comes_in_the_order_of_the_wire(Mode mode)
      throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      var sink = rig.answered(server.origin());
      assertThat(server.peers().getFirst().requests())
          .containsExactly(
              "POST /v1/chat/completions HTTP/1.1\r\n"
                  + ("host: 127.0.0.1:" + server.port() + "\r\n")
                  + "connection: keep-alive\r\naccept-encoding: identity\r\n"
                  + "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
      assertThat(sink.events).startsWith("attach", "CONNECTED", "SENT", "head 200", "body", "end");
      assertThat(sink.body()).isEqualTo("fine");
      assertThat(sink.head.join().mediaType()).isEqualTo("application/json");
      assertThat(sink.head.join().headers())
          .isEqualTo(Map.of("content-type", "application/json", "content-length", "4"));
      assertThat(sink.feed.join().target()).isEqualTo("p/m");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_get_has_no_body_and_no_length(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      var request =
          new WireRequest(server.origin(), "GET", "/v1/models", Map.of(), Unpooled.EMPTY_BUFFER);
      assertThat(rig.start(request, new RecordingSink()).await()).isEqualTo(new Answered());
      assertThat(server.peers().getFirst().requests().getFirst())
          .startsWith("GET /v1/models HTTP/1.1\r\n")
          .doesNotContain("content-length");
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_status_is_an_answer(Mode mode) throws Exception {
    try (var server =
            FakeServer.answering(
                "HTTP/1.1 503 Busy\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n");
        var rig = new Rig(mode)) {
      var sink = rig.answered(server.origin());
      assertThat(sink.head.join().status()).isEqualTo(503);
      assertThat(sink.head.join().headers()).containsEntry("retry-after", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunks_are_handed_over_and_flushed_as_they_come(Mode mode) throws Exception {
    var more = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n");
                  more.await();
                  peer.write("3\r\ntwo\r\n0\r\n\r\n");
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      var call = rig.start(rig.post(server.origin(), "{}"), sink);
      await().until(() -> sink.events.contains("flush"));
      assertThat(sink.body()).isEqualTo("one");
      more.countDown();
      assertThat(call.await()).isEqualTo(new Answered());
      assertThat(sink.body()).isEqualTo("onetwo");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_request_is_let_go_when_its_answer_begins(Mode mode) throws Exception {
    var more = new CountDownLatch(1);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  peer.write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
                  more.await();
                  peer.write("fine");
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      WireRequest request = rig.post(server.origin(), "{}");
      var call = rig.start(request, sink);
      assertThat(sink.head.join().status()).isEqualTo(200);
      assertThat(request.body().refCnt()).isZero();
      more.countDown();
      assertThat(call.await()).isEqualTo(new Answered());
    }
  }

  @ParameterizedTest
  @EnumSource
  void u15_an_answer_split_at_every_byte_arrives_byte_for_byte(Mode mode) throws Exception {
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    String answer = head + chunk("data: {\"\u00e9\"}\n") + chunk("\n") + "0\r\nx: y\r\n\r\n";
    try (var server =
            FakeServer.start(
                peer -> {
                  while (!peer.request().isEmpty()) {
                    for (int i = 0; i < answer.length(); i++) {
                      peer.write(answer.substring(i, i + 1));
                    }
                  }
                });
        var rig = new Rig(mode)) {
      assertThat(rig.answered(server.origin()).body()).isEqualTo("data: {\"\u00e9\"}\n\n");
      rig.awaitIdle(1);
      assertThat(rig.answered(server.origin()).body()).isEqualTo("data: {\"\u00e9\"}\n\n");
      assertThat(server.peers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_large_body_goes_up_and_a_large_answer_comes_down(Mode mode) throws Exception {
    String large =
        IntStream.range(0, 300_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    try (var server =
            FakeServer.start(
                peer -> {
                  String request = peer.request();
                  String body = request.substring(request.indexOf("\r\n\r\n") + 4);
                  peer.write("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n");
                  peer.write(body);
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var sink = new RecordingSink();
      assertThat(rig.start(rig.post(server.origin(), large), sink).await())
          .isEqualTo(new Answered());
      assertThat(sink.body()).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @EnumSource
  void two_thousand_calls_wait_on_one_loop_without_holding_it(Mode mode) throws Exception {
    var all = new CountDownLatch(2_000);
    try (var server =
            FakeServer.start(
                peer -> {
                  peer.request();
                  all.countDown();
                  all.await();
                  peer.write(OK);
                  peer.request();
                });
        var rig = new Rig(mode)) {
      var calls =
          IntStream.range(0, 2_000)
              .mapToObj(_ -> rig.start(rig.post(server.origin(), "{}"), new RecordingSink()))
              .toList();
      for (var call : calls) {
        assertThat(call.await()).isEqualTo(new Answered());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_bug_in_the_sink_ends_the_exchange_and_nothing_else(Mode mode) throws Exception {
    for (String when : new String[] {"attach", "CONNECTED", "SENT", "head 200", "body", "end"}) {
      try (var server = FakeServer.answering(OK);
          var rig = new Rig(mode)) {
        var call = rig.start(rig.post(server.origin(), "{}"), new BrokenSink(when));
        await().until(call.outcome()::isCompletedExceptionally);
        assertThat(call.outcome().exceptionNow().getCause()).hasMessage("bug at " + when);
        rig.answered(server.origin());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_header_that_would_end_a_line_never_goes_out(Mode mode) throws Exception {
    try (var server = FakeServer.answering(OK);
        var rig = new Rig(mode)) {
      var good = rig.post(server.origin(), "{}");
      var bad =
          new WireRequest(
              good.origin(), "POST", "/", Map.of("x-id", "a\r\nhost: evil"), good.body());
      var call = rig.start(bad, new RecordingSink());
      await().until(call.outcome()::isCompletedExceptionally);
      assertThat(call.outcome().exceptionNow()).hasMessageContaining("header x-id");
      assertThat(server.peers()).allSatisfy(peer -> assertThat(peer.requests()).isEmpty());
    }
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static final class BrokenSink extends RecordingSink {
    BrokenSink(String when) {
      this.when = when;
    }

    private final String when;

    private void at(String event) {
      if (event.equals(when)) {
        throw new IllegalStateException("bug at " + event);
      }
    }

    @Override
    public void attach(AttemptInfo attempt) {
      at("attach");
    }

    @Override
    public void progress(Progress progress) {
      at(progress.name());
    }

    @Override
    public void head(Head head) {
      at("head " + head.status());
    }

    @Override
    public void body(ByteBuf bytes) {
      bytes.release();
      at("body");
    }

    @Override
    public void end() {
      at("end");
    }
  }
}

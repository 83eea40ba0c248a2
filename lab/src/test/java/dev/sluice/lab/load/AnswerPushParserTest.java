package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPushParserTest {
  private static final String WHOLE =
      """
      HTTP/1.1 200 OK\r
      Content-Type: application/json\r
      Content-Length: 10\r
      \r
      {"a":
      "b"}""";
  private static final String CHUNKED =
      """
      HTTP/1.1 200 OK\r
      transfer-encoding: chunked\r
      \r
      5\r
      {"a":\r
      A;x=y\r
       123456789\r
      0\r
      trailer: t\r
      \r
      """;
  private static final String STREAM_HEAD =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/event-stream; charset=utf-8\r
      Transfer-Encoding: chunked\r
      \r
      """;
  private static final String STREAM =
      STREAM_HEAD
          + chunk(": ping\n\ndata: {\"sent\":123,\"a\":1}\n\nda")
          + chunk("ta: {\"b\":2}\r\n\r\nevent: x\ndata: y\ndata: z\n\n")
          + chunk("data: [DONE]\n\n")
          + chunk("");
  private static final String CUT_STREAM =
      STREAM_HEAD + chunk("data: {\"error\":{\"message\":\"gone\"}}\n\n") + chunk("");

  @Test
  void whole_answers_end_with_their_length() {
    assertThat(read(WHOLE)).containsExactly("200", "end");
  }

  @Test
  void chunked_answers_end_with_their_trailer() {
    assertThat(read(CHUNKED)).containsExactly("200", "end");
  }

  @Test
  void a_stream_tells_its_events_and_its_terminator() {
    assertThat(read(STREAM))
        .containsExactly("200", "event 123", "event -1", "event -1", "end terminated");
  }

  @Test
  void an_error_event_is_no_event_and_no_terminator() {
    assertThat(read(CUT_STREAM)).containsExactly("200", "error", "end");
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, CHUNKED})
  void answers_follow_each_other_wherever_they_are_cut(String answer) {
    assertSameAtEveryBoundary(answer + answer);
  }

  @Test
  void streams_follow_each_other_wherever_they_are_cut() {
    assertSameAtEveryBoundary(STREAM + CUT_STREAM + STREAM + WHOLE);
  }

  @Test
  void every_byte_may_come_alone() {
    String all = STREAM + WHOLE + CHUNKED;
    assertThat(read(all.split("", -1))).isEqualTo(read(all));
  }

  @Test
  void an_interim_answer_is_passed_over() {
    assertThat(read("HTTP/1.1 100 Continue\r\n\r\n" + WHOLE)).containsExactly("200", "end");
  }

  @Test
  void an_answer_without_length_ends_with_its_connection() {
    Recorder recorder = new Recorder();
    AnswerPushParser reader = new AnswerPushParser(recorder);
    feed(reader, "HTTP/1.1 200 OK\r\n\r\nsome");
    assertThat(recorder.told).containsExactly("200");
    reader.close();
    assertThat(recorder.told).containsExactly("200", "end close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab"
      })
  void a_connection_that_ends_inside_an_answer_is_no_end(String part) {
    Recorder recorder = new Recorder();
    AnswerPushParser reader = new AnswerPushParser(recorder);
    feed(reader, part);
    reader.close();
    assertThat(recorder.told).doesNotContain("end", "end close");
  }

  @ParameterizedTest
  @CsvSource({"204 No Content", "304 Not Modified"})
  void some_answers_have_no_body(String status) {
    assertThat(read("HTTP/1.1 " + status + "\r\n\r\n" + WHOLE))
        .containsExactly(status.substring(0, 3), "end", "200", "end");
  }

  @Test
  void a_server_may_close() {
    assertThat(read("HTTP/1.1 503 no\r\nConnection: close\r\ncontent-length: 0\r\n\r\n"))
        .containsExactly("503", "end close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 999 x\r\n"})
  void what_is_not_http_is_said_once(String answer) {
    assertThat(read(answer + "more\r\n")).containsExactly("malformed");
  }

  @Test
  void a_chunk_without_a_size_is_malformed() {
    assertThat(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"))
        .containsExactly("200", "malformed");
  }

  @Test
  void long_lines_are_no_harm() {
    assertThat(
            read("HTTP/1.1 200 OK\r\nx: " + "y".repeat(10_000) + "\r\nconTENT-length: 2\r\n\r\nok"))
        .containsExactly("200", "end");
  }

  private static void assertSameAtEveryBoundary(String answers) {
    List<String> expected = read(answers);
    for (int cut = 0; cut <= answers.length(); cut++) {
      assertThat(read(answers.substring(0, cut), answers.substring(cut)))
          .as("cut at %d", cut)
          .isEqualTo(expected);
    }
  }

  private static List<String> read(String... parts) {
    Recorder recorder = new Recorder();
    AnswerPushParser reader = new AnswerPushParser(recorder);
    for (String part : parts) {
      feed(reader, part);
    }
    return recorder.told;
  }

  private static void feed(AnswerPushParser reader, String part) {
    ByteBuf bytes = Unpooled.copiedBuffer(part, UTF_8);
    reader.read(bytes);
    bytes.release();
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static final class Recorder implements AnswerPushParser.Listener {
    final List<String> told = new ArrayList<>();

    @Override
    public void status(int status) {
      told.add("" + status);
    }

    @Override
    public void event(long sent) {
      told.add("event " + sent);
    }

    @Override
    public void errorEvent() {
      told.add("error");
    }

    @Override
    public void end(boolean terminated, boolean keepAlive) {
      told.add("end" + (terminated ? " terminated" : "") + (keepAlive ? "" : " close"));
    }

    @Override
    public void malformed() {
      told.add("malformed");
    }
  }
}

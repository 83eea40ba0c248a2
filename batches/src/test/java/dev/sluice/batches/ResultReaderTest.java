package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.LineAnswer.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines of results, as they are written, read in pieces of any size.
class ResultReaderTest {
  private static final String ID = "batch_req_0000000000000000000000_4";

  private static byte[] said(String customId, int status, String body) {
    return ResultLine.said(
        ID, customId.getBytes(UTF_8), new Result(status, "r", body.getBytes(UTF_8), Tokens.NONE));
  }

  private static String text(byte[]... lines) {
    var text = new StringBuilder();
    for (byte[] line : lines) {
      text.append(new String(line, UTF_8)).append('\n');
    }
    return text.toString();
  }

  private static List<String> read(String file, int piece) throws Exception {
    byte[] bytes = file.getBytes(UTF_8);
    var reader =
        new ResultReader(
            (offset, into, from, length) -> {
              int read = (int) Math.min(Math.min(piece, length), bytes.length - offset);
              if (read <= 0) {
                return -1;
              }
              System.arraycopy(bytes, (int) offset, into, from, read);
              return read;
            });
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(told(reader));
    }
    return lines;
  }

  private static String told(ResultReader reader) throws Exception {
    ResultReader.Result line = reader.line();
    String name = new String(line.customId(), UTF_8);
    if (!line.isAnswered()) {
      return "%s %s %s %s".formatted(name, line.id(), line.code(), line.message());
    }
    var body = new ByteArrayOutputStream();
    reader.body(body::write);
    reader.body((_, _, _) -> Assertions.fail("it was passed on"));
    return name + " " + line.status() + " " + body.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 15, 16, 17, 64, 1_000, 100_000})
  void each_line_is_told_as_it_was_written(int piece) throws Exception {
    String odd = "\"a,\\\"response\\\":{\\\"body\\\":\"";
    String close = "\"},\\\"error\\\":null}\"";
    String file =
        text(
            said("\"a\"", 200, "{\"n\":1}"),
            said(odd, 404, "{\"body\":{}},\"error\":null}".substring(0, 11)),
            ResultLine.missing(ID, "\"c\"".getBytes(UTF_8), Ending.EXPIRED),
            said(close, 200, "{\"a\":{\"response\":{},\"error\":null}}"),
            said("\"" + "e".repeat(512) + "\"", 200, "7"));
    assertThat(read(file, piece))
        .containsExactly(
            "\"a\" 200 {\"n\":1}",
            odd + " 404 {\"body\":{}}",
            "\"c\" " + ID + " batch_expired " + Ending.EXPIRED.message(),
            close + " 200 {\"a\":{\"response\":{},\"error\":null}}",
            "\"" + "e".repeat(512) + "\" 200 7");
  }

  @Test
  void a_long_body_passes_in_pieces() throws Exception {
    String body = "[" + "1,".repeat(200_000) + "1]";
    assertThat(read(text(said("\"a\"", 200, body)), Integer.MAX_VALUE))
        .containsExactly("\"a\" 200 " + body);
  }

  @Test
  void a_body_may_be_left() throws Exception {
    String file = text(said("\"a\"", 200, "[1]"), said("\"b\"", 200, "[2]"));
    var reader = new ResultReader(MemoryInput.of(file));
    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(told(reader)).isEqualTo("\"b\" 200 [2]");
    assertThat(reader.next()).isFalse();
  }

  @Test
  void a_file_without_lines_says_nothing() throws Exception {
    assertThat(read("", 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "{}\n",
        "nonsense",
        "{\"id\":\"x\",\"custom_id\":\"a\",\"response\":null,\"error\":7",
        "{\"id\":\"x\",\"custom_id\":\"a\",\"response\":null}\n",
        "{\"id\":\"x\",\"response\":{\"status_code\":200,\"body\":{}},\"error\":null}\n",
        "{\"id\":\"x\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{}}}\n",
        "{\"id\":\"x\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{}},\"error\":null}"
      })
  void what_is_no_file_of_results_is_refused(String file) {
    assertThatThrownBy(() -> read(file, 9)).isInstanceOf(IOException.class);
  }

  @Test
  void a_head_without_end_is_not_held() {
    assertThatThrownBy(() -> read("x".repeat(100_000), 64))
        .hasMessageContaining("too much in front");
  }
}

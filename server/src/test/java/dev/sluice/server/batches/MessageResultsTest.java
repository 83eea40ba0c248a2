package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batches.ResultReader;
import dev.sluice.server.edge.ResourceReply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageResultsTest {
  /// What was sent.
  private static final class Sent implements ResourceReply.Content {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean finished;

    @Override
    public void write(byte[] from, int at, int length) {
      bytes.write(from, at, length);
    }

    @Override
    public void finish() {
      finished = true;
    }
  }

  private static String failed(String name, String code) {
    return "{\"id\":\"l\",\"custom_id\":\"%s\",\"response\":null,\"error\":{\"code\":\"%s\",\"message\":\"Why.\"}}\n"
        .formatted(name, code);
  }

  private static String answered(String name, int status, String body) {
    return "{\"id\":\"l\",\"custom_id\":\"%s\",\"response\":{\"status_code\":%d,\"request_id\":\"l\",\"body\":%s},\"error\":null}\n"
        .formatted(name, status, body);
  }

  private static List<JsonNode> results(String file) throws Exception {
    byte[] bytes = file.getBytes(UTF_8);
    var sent = new Sent();
    var out = new AnswerBlocks(sent);
    new MessageResults(out)
        .add(
            new ResultReader(
                (offset, into, from, length) -> {
                  int read = (int) Math.min(length, bytes.length - offset);
                  System.arraycopy(bytes, (int) offset, into, from, Math.max(0, read));
                  return read <= 0 ? -1 : read;
                }));
    out.finish();
    assertThat(sent.finished).isTrue();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : sent.bytes.toString(UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void each_result_has_its_type() throws Exception {
    List<JsonNode> lines =
        results(
            answered("a", 200, "{\"type\":\"message\"}")
                + answered(
                    "b", 404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\"}}")
                + failed("c", "batch_expired")
                + failed("d", "batch_cancelled")
                + failed("e", "key_revoked")
                + failed("f", "result_too_long"));
    assertThat(lines)
        .extracting(line -> line.path("custom_id").asText())
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(lines)
        .extracting(line -> line.path("result").path("type").asText())
        .containsExactly("succeeded", "errored", "expired", "canceled", "errored", "errored");
    assertThat(lines.get(0).at("/result/message/type").asText()).isEqualTo("message");
    assertThat(lines.get(1).at("/result/error/error/type").asText()).isEqualTo("not_found_error");
    assertThat(lines.get(4).at("/result/error/type").asText()).isEqualTo("error");
    assertThat(lines.get(4).at("/result/error/error/type").asText()).isEqualTo("permission_error");
    assertThat(lines.get(4).at("/result/error/error/message").asText())
        .isEqualTo("Why. (key_revoked)");
    assertThat(lines.get(5).at("/result/error/error/type").asText()).isEqualTo("api_error");
  }

  @Test
  void a_message_may_be_longer_than_what_is_sent_at_once() throws Exception {
    String long_ = "\"" + "x".repeat(300_000) + "\"";
    List<JsonNode> lines = results(answered("a", 200, long_) + answered("b", 200, "7"));
    assertThat(lines.get(0).at("/result/message").asText()).hasSize(300_000);
    assertThat(lines.get(1).at("/result/message").asInt()).isEqualTo(7);
  }
}

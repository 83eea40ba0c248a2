package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.server.edge.ResourceFault;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRequestsTest {
  private static final int LINES = 1_000;
  private static final int LARGEST = 200_000;

  private static String lines(MessageRequests requests, String body, int piece)
      throws ResourceFault {
    byte[] bytes = body.getBytes(UTF_8);
    var lines = new StringBuilder();
    for (int at = 0; at < bytes.length; at += piece) {
      int length = Math.min(piece, bytes.length - at);
      byte[] part = new byte[piece];
      System.arraycopy(bytes, at, part, 0, length);
      ByteBuffer some = requests.feed(part, length);
      lines.append(UTF_8.decode(some));
    }
    requests.finish();
    return lines.toString();
  }

  private static ResourceFault fault(String body) {
    return catchThrowableOfType(
        ResourceFault.class, () -> lines(new MessageRequests(LINES, LARGEST), body, 64 * 1024));
  }

  private static String request(int i) {
    return "{\"custom_id\":\"c-%d\",\"params\":{\"model\":\"m\",\"n\":%d}}".formatted(i, i);
  }

  private static String requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(MessageRequestsTest::request)
        .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 64, 100_000})
  void each_request_becomes_a_line_wherever_the_body_is_cut(int piece) throws Exception {
    String body =
        """
         { "requests" : [
           {"custom_id": "a", "params": {"model": "m", "text": "ü \\n \\" }], {",
             "more": [1, {"stream": true}]}},
           {"params":{"model":"m","stream":false,"e":{}},
            "custom_id":"\\u0062-_9"}
         ] }
        """;
    var requests = new MessageRequests(LINES, LARGEST);
    String[] lines = lines(requests, body, piece).split("\n", -1);
    assertThat(requests.count()).isEqualTo(2);
    assertThat(lines).hasSize(3);
    assertThat(lines[0].replaceAll(" {2,}", " "))
        .isEqualTo(
            "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/messages\",\"body\":{\"model\": \"m\", \"text\": \"ü \\n \\\" }], {\", \"more\": [1, {\"stream\": true}]}}");
    assertThat(lines[1])
        .isEqualTo(
            "{\"custom_id\":\"b-_9\",\"method\":\"POST\",\"url\":\"/v1/messages\",\"body\":{\"model\":\"m\",\"stream\":false,\"e\":{}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          |invalid_json|
          []|invalid_json|
          {"requests":[|invalid_json|
          {"requests":[]} x|invalid_json|
          {}|missing_required_parameter|requests
          {"requests":[]}|invalid_value|requests
          {"requests":{}}|invalid_value|requests
          {"requests":7}|invalid_value|requests
          {"model":"m","requests":[]}|invalid_value|model
          {"requests":[],"requests":[]}|invalid_json|
          {"requests":[7]}|invalid_value|requests.0
          {"requests":[[]]}|invalid_value|requests.0
          {"requests":[{"params":{}}]}|missing_required_parameter|requests.0.custom_id
          {"requests":[{"custom_id":"a"}]}|missing_required_parameter|requests.0.params
          {"requests":[{"custom_id":"a","params":[]}]}|invalid_value|requests.0.params
          {"requests":[{"custom_id":"","params":{}}]}|invalid_value|requests.0.custom_id
          {"requests":[{"custom_id":7,"params":{}}]}|invalid_value|requests.0.custom_id
          {"requests":[{"custom_id":"a b","params":{}}]}|invalid_value|requests.0.custom_id
          {"requests":[{"custom_id":"a","params":{},"url":"/v1/x"}]}|invalid_value|requests.0.url
          {"requests":[{"custom_id":"a","custom_id":"b","params":{}}]}|invalid_json|
          {"requests":[{"custom_id":"a","params":{"stream":true}}]}|invalid_value|requests.0.params.stream
          {"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}|invalid_value|requests.1.custom_id
          """)
  void what_is_wrong_is_told_with_its_place(String body, String code, String param) {
    ResourceFault fault = fault(body == null ? "" : body);
    assertThat(fault.error().status()).isEqualTo(400);
    assertThat(fault.error().code()).isEqualTo(code);
    assertThat(fault.error().param().orElse(null)).isEqualTo(param);
  }

  @Test
  void a_name_is_not_held_however_long_it_is() {
    String name = "a".repeat(100_000);
    ResourceFault fault =
        fault("{\"requests\":[{\"custom_id\":\"%s\",\"params\":{}}]}".formatted(name));
    assertThat(fault.error().param()).contains("requests.0.custom_id");
    assertThat(fault.error().message()).hasSizeLessThan(200);
    ResourceFault unknown = fault("{\"requests\":[{\"%s\":7}]}".formatted("n".repeat(10_000)));
    assertThat(unknown.error().message()).hasSizeLessThan(300);
  }

  @Test
  void there_may_be_so_many_requests_and_no_more() throws Exception {
    var requests = new MessageRequests(LINES, LARGEST);
    assertThat(lines(requests, requests(LINES), 4_096).lines()).hasSize(LINES);
    ResourceFault fault = fault(requests(LINES + 1));
    assertThat(fault.error().status()).isEqualTo(400);
    assertThat(fault.error().code()).isEqualTo("too_many_requests");
    assertThat(fault.error().message()).contains("1000", "batches.lines");
  }

  @Test
  void a_request_that_is_too_long_is_refused_before_its_end_and_is_not_held() {
    var requests = new MessageRequests(LINES, LARGEST);
    byte[] begin = "{\"requests\":[{\"custom_id\":\"a\",\"params\":{\"text\":\"".getBytes(UTF_8);
    byte[] more = "x".repeat(64 * 1024).getBytes(UTF_8);
    assertThatExceptionOfType(ResourceFault.class)
        .isThrownBy(
            () -> {
              requests.feed(begin, begin.length);
              for (int i = 0; i < 100; i++) {
                requests.feed(more, more.length);
              }
            })
        .satisfies(fault -> assertThat(fault.error().status()).isEqualTo(413));
    assertThat(requests.held()).isLessThan(4_000_000);
  }

  @Test
  void blanks_around_requests_are_not_held_either() {
    String body = "{\"requests\":[" + " ".repeat(1_000_000) + "]}";
    assertThat(fault(body).error().status()).isEqualTo(413);
  }

  @Test
  void what_nests_too_deep_or_is_no_utf8_is_refused() {
    String deep =
        "{\"requests\":[{\"custom_id\":\"a\",\"params\":{\"a\":" + "[".repeat(2_000) + "}]}";
    assertThat(fault(deep).error().message()).contains("too many levels");
    byte[] bad = "{\"requests\":[{\"custom_id\":\"a\",\"params\":{\"a\":\"?\"}}]}".getBytes(UTF_8);
    bad[bad.length - 6] = (byte) 0xFF;
    assertThatExceptionOfType(ResourceFault.class)
        .isThrownBy(() -> new MessageRequests(LINES, LARGEST).feed(bad, bad.length))
        .satisfies(fault -> assertThat(fault.error().message()).contains("malformed UTF-8"));
  }

  @Test
  void the_memory_of_many_small_requests_is_that_of_their_names() throws Exception {
    var requests = new MessageRequests(LINES, LARGEST);
    String _ = lines(requests, requests(LINES), 64 * 1024);
    assertThat(requests.held()).isBetween(192L * LINES, 1_000_000L);
  }
}

package dev.sluice.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Origin;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEncoderTest {
  @Test
  void the_usual_port_is_left_out_and_an_ipv6_address_stands_in_brackets() {
    assertThat(host(new Origin(true, "api.openai.com", 443, false))).isEqualTo("api.openai.com");
    assertThat(host(new Origin(false, "localhost", 80, true))).isEqualTo("localhost");
    assertThat(host(new Origin(true, "localhost", 80, true))).isEqualTo("localhost:80");
    assertThat(host(new Origin(false, "::1", 8000, true))).isEqualTo("[::1]:8000");
  }

  @Test
  void a_post_without_a_body_says_so() {
    assertThat(encoded("POST", "/", Map.of())).endsWith("content-length: 0\r\n\r\n");
  }

  @Test
  void long_heads_are_written_whole() {
    String key = "k".repeat(10_000);
    assertThat(encoded("POST", "/v1?" + key, Map.of("authorization", "Bearer " + key)))
        .startsWith("POST /v1?" + key + " HTTP/1.1\r\n")
        .contains("\r\nauthorization: Bearer " + key + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0", "\u00e9", "\u010d\u010a", "a\tb", "\u007f"})
  void a_value_with_anything_but_visible_ascii_is_refused_and_not_repeated(String value) {
    assertThatThrownBy(() -> encoded("POST", "/", Map.of("x-id", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("header x-id has a character that is not allowed at \\d+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X-Id", "x id", "x:", "x\r\n", "\u00e9"})
  void a_name_that_is_no_lower_case_token_is_refused(String name) {
    assertThatThrownBy(() -> encoded("POST", "/", Map.of(name, "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "content-length", "transfer-encoding", "connection", "expect"})
  void what_frames_the_request_is_the_transports_own(String name) {
    assertThatThrownBy(() -> encoded("POST", "/", Map.of(name, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nx: y", "/\u00e9"})
  void a_path_cannot_end_its_line(String path) {
    assertThatThrownBy(() -> encoded("GET", path, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_refused_request_leaves_nothing_for_the_next_one() {
    var encoder = new RequestEncoder(new Origin(false, "h", 80, true));
    var bad = request("POST", "/", Map.of("x", "\n"));
    assertThatThrownBy(() -> encoder.encode(bad, false, ByteBufAllocator.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(text(encoder, request("GET", "/", Map.of()))).startsWith("GET / HTTP/1.1\r\nhost:");
  }

  private static String host(Origin origin) {
    String head = text(new RequestEncoder(origin), request("GET", "/", Map.of()));
    int at = head.indexOf("host: ") + 6;
    return head.substring(at, head.indexOf('\r', at));
  }

  private static String encoded(String method, String path, Map<String, String> headers) {
    var encoder = new RequestEncoder(new Origin(false, "h", 80, true));
    return text(encoder, request(method, path, headers));
  }

  private static String text(RequestEncoder encoder, WireRequest request) {
    ByteBuf head = encoder.encode(request, false, ByteBufAllocator.DEFAULT);
    try {
      return head.toString(US_ASCII);
    } finally {
      head.release();
    }
  }

  private static WireRequest request(String method, String path, Map<String, String> headers) {
    return new WireRequest(
        new Origin(false, "h", 80, true), method, path, headers, Unpooled.EMPTY_BUFFER);
  }
}

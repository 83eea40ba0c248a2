package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client asks for a whole answer, and the provider is asked to stream it.
class UpstreamStreamTest {
  private static final Simulator SIMULATOR =
      Simulator.start(Scenario.of(Model.named("m")).record(10), 0);
  private static final Rig RIG = always(SIMULATOR.port());

  private static Rig always(int port) {
    return Rig.start(
        Rig.provider("sim", port)
            + "defaults: {breaker: off, upstream_stream: always}\nroutes:\n"
            + Rig.route("endless", "sim-fault/endles*", "sim", "total: 1s")
            + Rig.route("silent", "sim-fault/silenc*", "sim", "first_token: 1s")
            + Rig.route("comments", "sim-fault/keep-alives*", "sim", "first_token: 1s")
            + Rig.route("stalling", "sim-fault/stall*", "sim", "stall: 1s")
            + Rig.route("all", "*", "sim", ""));
  }

  /// The last call that the provider has got, which may be asked for its models behind it.
  private static String sent() {
    return SIMULATOR.recorded().requests().stream()
        .filter(request -> request.method().equals("POST"))
        .toList()
        .getLast()
        .text();
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    SIMULATOR.close();
  }

  private static String chat(String properties) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
        + properties
        + "}";
  }

  @Test
  void it_comes_whole_with_its_length() throws IOException {
    Reply reply = RIG.call("/v1/chat/completions", chat(",\"max_tokens\":9"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    int length = reply.body().getBytes(StandardCharsets.UTF_8).length;
    assertThat(reply.header("content-length")).isEqualTo(String.valueOf(length));
    assertThat(reply.field("object")).isEqualTo("chat.completion");
    assertThat(reply.field("finish_reason")).isNotEmpty();
    assertThat(sent())
        .isEqualTo(
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + chat(",\"max_tokens\":9").substring(1));
    RIG.settle();
  }

  @ParameterizedTest
  @CsvSource({"/v1/completions, prompt, text_completion", "/v1/responses, input, response"})
  void so_do_the_other_operations(String path, String input, String object) throws IOException {
    Reply reply = RIG.call(path, "{\"model\":\"m\",\"" + input + "\":\"Hi\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).contains("\"object\":\"" + object + "\"");
    assertThat(sent()).startsWith("{\"stream\":true,");
    RIG.settle();
  }

  @Test
  void what_has_no_stream_is_asked_for_as_it_is() throws IOException {
    String body = "{\"model\":\"m\",\"input\":\"Hi\"}";
    assertThat(RIG.call("/v1/embeddings", body).status()).isEqualTo(200);
    assertThat(sent()).isEqualTo(body);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          silence-after-head    | 504 upstream_first_token_timeout
          keep-alives=10ms      | 504 upstream_first_token_timeout
          stall-after           | 504 upstream_stall
          endless               | 504 upstream_total_timeout
          reset-after           | 502 stream_truncated
          fin-after             | 502 stream_truncated
          end-after             | 502 stream_truncated
          malformed-event       | 502 upstream_bad_response
          invalid-utf8          | 502 upstream_bad_response
          oversized-event       | 502 upstream_event_too_large
          error-after           | 503 upstream_overloaded
          error-in-200          | 503 upstream_overloaded
          insufficient-quota    | 429 insufficient_quota
          400                   | 400 *
          """)
  void whatever_goes_wrong_is_told_before_any_of_it_is_sent(String fault, String expected)
      throws IOException {
    Reply reply = RIG.chat("sim-fault/" + fault, false);
    assertThat(reply.whole()).isTrue();
    assertThat(reply.status())
        .as(reply.body())
        .isEqualTo(Integer.parseInt(expected.substring(0, 3)));
    if (!expected.endsWith("*")) {
      assertThat(reply.field("code")).isEqualTo(expected.substring(4));
    }
    RIG.settle();
  }

  @ParameterizedTest
  @ValueSource(strings = {"split", "odd-events", "connection-close", "http-1.0", "length-too-long"})
  void what_is_odd_and_right_passes(String fault) throws IOException {
    Reply reply = RIG.chat("sim-fault/" + fault, false);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.whole()).isTrue();
    assertThat(reply.field("object")).isEqualTo("chat.completion");
    RIG.settle();
  }

  @Test
  void an_answer_of_eight_megabytes_comes_whole_and_with_its_length() throws IOException {
    String piece = "0123456789abcdef".repeat(16);
    int pieces = 32 * 1024;
    try (var upstream = new RawUpstream((_, out) -> stream(piece, pieces, out));
        Rig rig = always(upstream.port())) {
      Reply reply = rig.chat("m", false);
      assertThat(reply.whole()).isTrue();
      String content = reply.field("content");
      assertThat(content.length()).isEqualTo(piece.length() * pieces);
      assertThat(content.equals(piece.repeat(pieces))).isTrue();
      assertThat(reply.header("content-length")).isEqualTo(String.valueOf(reply.body().length()));
    }
  }

  private static void stream(String piece, int pieces, OutputStream out) throws IOException {
    String delta =
        "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
            + piece
            + "\"},\"finish_reason\":null}]}\n\n";
    byte[] some = delta.repeat(16).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < pieces; i += 16) {
      out.write(some);
    }
    String end =
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    out.write(end.getBytes(StandardCharsets.US_ASCII));
  }
}

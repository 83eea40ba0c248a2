package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.answer.UpstreamOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamBodyTest {
  private static final UpstreamOptions STREAM = new UpstreamOptions(true, false);
  private static final UpstreamOptions BOTH = new UpstreamOptions(true, true);

  private static String put(Operation operation, String body, UpstreamOptions ask) {
    return put(operation, body, "m", ask);
  }

  private static String put(Operation operation, String body, String model, UpstreamOptions ask) {
    ByteBuf buffer = Unpooled.directBuffer().writeBytes(("..." + body).getBytes(UTF_8));
    Call call = ProviderCalls.of(operation, buffer.skipBytes(3), Map.of());
    ByteBuf sent = UpstreamBody.of(call, model, ask, false, "");
    assertThat(sent.isDirect()).as("a socket takes it as it is").isTrue();
    String text = sent.toString(UTF_8);
    sent.release();
    call.body().close();
    assertThat(buffer.refCnt()).isZero();
    return text;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\",\"messages\":[]}"
            + "|{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
            + "\"model\":\"m\",\"messages\":[]}",
        "{ \"messages\":[\"é\"],\"stream\" : false , \"model\":\"m\"}"
            + "|{\"stream_options\":{\"include_usage\":true}, \"messages\":[\"é\"],"
            + "\"stream\" : true , \"model\":\"m\"}",
        "{\"stream\":null,\"model\":\"m\",\"messages\":[],\"stream_options\":null}"
            + "|{\"stream\":true,\"model\":\"m\",\"messages\":[],"
            + "\"stream_options\":{\"include_usage\":true}}",
        "{\"stream\":false,\"model\":\"m\",\"messages\":[],\"stream_options\":{ }}"
            + "|{\"stream\":true,\"model\":\"m\",\"messages\":[],"
            + "\"stream_options\":{\"include_usage\":true }}",
        "{\"stream_options\":{\"x\":[{}]},\"stream\":false,\"model\":\"m\",\"messages\":[]}"
            + "|{\"stream_options\":{\"include_usage\":true,\"x\":[{}]},\"stream\":true,"
            + "\"model\":\"m\",\"messages\":[]}",
        "{\"model\":\"m\",\"messages\":[],\"stream_options\":{\"x\":1,\"include_usage\": false }}"
            + "|{\"stream\":true,\"model\":\"m\",\"messages\":[],"
            + "\"stream_options\":{\"x\":1,\"include_usage\": true }}",
        "{\"model\":\"m\",\"messages\":[],\"stream_options\":{\"include_usage\":true}}"
            + "|{\"stream\":true,\"model\":\"m\",\"messages\":[],"
            + "\"stream_options\":{\"include_usage\":true}}",
      })
  void a_stream_with_its_usage_is_asked_for_and_no_other_byte_changed(String body, String sent) {
    assertThat(put(Operation.CHAT, body, BOTH)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ \"input\":\"i\"}|{\"model\":\"m\", \"input\":\"i\"}|{ \"input\":\"i\"}",
        "{\"model\":null,\"input\":\"i\"}|{\"model\":\"m\",\"input\":\"i\"}"
            + "|{\"model\":null,\"input\":\"i\"}"
      })
  void a_model_that_was_left_out_is_put_in_where_the_target_has_one(
      String body, String named, String unnamed) {
    UpstreamOptions asked = new UpstreamOptions(false, false);
    assertThat(put(Operation.MODERATIONS, body, asked)).isEqualTo(named);
    assertThat(put(Operation.MODERATIONS, body, "", asked)).isEqualTo(unnamed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\",\"input\":\"i\"}|{\"stream\":true,\"model\":\"m\",\"input\":\"i\"}",
        "{\"model\":\"m\",\"input\":\"i\",\"stream\":false}"
            + "|{\"model\":\"m\",\"input\":\"i\",\"stream\":true}",
      })
  void a_response_tells_its_usage_unasked(String body, String sent) {
    assertThat(put(Operation.RESPONSES, body, BOTH)).isEqualTo(sent);
    assertThat(put(Operation.RESPONSES, body, STREAM)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\",\"messages\":[],\"stream\":true}"
            + "|{\"stream_options\":{\"include_usage\":true},"
            + "\"model\":\"m\",\"messages\":[],\"stream\":true}",
        "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}"
            + "|{\"model\":\"m\",\"messages\":[],\"stream\":true,"
            + "\"stream_options\":{\"include_usage\":true}}",
      })
  void a_client_that_streams_is_asked_for_usage_where_it_has_not_itself(String body, String sent) {
    assertThat(put(Operation.CHAT, body, BOTH)).isEqualTo(sent);
    assertThat(put(Operation.CHAT, body, STREAM)).isEqualTo(body);
  }

  /// A body as clients of Vertex AI send it, whose path has the model.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          false | false | {"anthropic_version":"vertex-2023-10-16","max_tokens":1,"messages":[]} | {"model":"m","max_tokens":1,"messages":[]}
          false | false | {"max_tokens":1,"messages":[]} | {"model":"m","max_tokens":1,"messages":[]}
          false | true | {"max_tokens":1,"messages":[]} | {"model":"m","stream":true,"max_tokens":1,"messages":[]}
          true | false | {"max_tokens":1,"messages":[], "anthropic_version" : "v" } | {"max_tokens":1,"messages":[], "anthropic_version" : "v" }
          true | true | {"max_tokens":1,"messages":[]} | {"anthropic_version":"vertex-2023-10-16","stream":true,"max_tokens":1,"messages":[]}
          """)
  void a_body_without_its_model_gets_what_the_provider_wants(
      boolean vertex, boolean stream, String body, String out) {
    ByteBuf bytes = Unpooled.copiedBuffer(body, UTF_8);
    Call call = ProviderCalls.ofPath(Operation.MESSAGES, "c", stream, bytes);
    assertThat(sent(call, new UpstreamOptions(stream, false), vertex)).isEqualTo(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          COUNT_TOKENS | false | {"anthropic_version":"v","model":"c","messages":[]} | {"model":"m","messages":[]}
          COUNT_TOKENS | false | {"model":"c","messages":[] , "anthropic_version":"v"} | {"model":"m","messages":[]}
          COUNT_TOKENS | true | {"model":"c","messages":[]} | {"anthropic_version":"vertex-2023-10-16","model":"m","messages":[]}
          MESSAGES | true | {"model":"c","max_tokens":1,"anthropic_version":"v","messages":[]} | {"max_tokens":1,"anthropic_version":"v","messages":[]}
          MESSAGES | true | {"max_tokens":1,"messages":[] ,"model":"c"} | {"max_tokens":1,"messages":[] ,"anthropic_version":"vertex-2023-10-16"}
          MESSAGES | true | {"max_tokens":1,"messages":[],"anthropic_version":"v" , "model":"c"} | {"max_tokens":1,"messages":[],"anthropic_version":"v"}
          MESSAGES | false | {"model":"c","max_tokens":1,"anthropic_version":"v","messages":[]} | {"model":"m","max_tokens":1,"messages":[]}
          CHAT | true | {"model":"c","messages":[]} | {"model":"m","messages":[]}
          """)
  void model_and_version_stand_where_the_provider_wants_them(
      Operation operation, boolean vertex, String body, String out) {
    Call call = ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    assertThat(sent(call, new UpstreamOptions(false, false), vertex)).isEqualTo(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\",\"messages\":[{}] }  |{\"model\":\"m\",\"messages\":[{}] ,\"b\":7}",
        "{\"max_tokens\":null,\"model\":\"x\",\"messages\":[]}"
            + "|{\"max_tokens\":null,\"model\":\"m\",\"messages\":[],\"b\":7}",
      })
  void a_bound_stands_behind_all_members(String body, String sent) {
    ByteBuf buffer = Unpooled.copiedBuffer(body, UTF_8);
    Call call = ProviderCalls.of(Operation.CHAT, buffer, Map.of());
    String last = new AddedBound("b", 7).json();
    ByteBuf put = UpstreamBody.of(call, "m", UpstreamOptions.asItIs(call), false, last);
    assertThat(put.toString(UTF_8).strip()).isEqualTo(sent);
    put.release();
    call.body().close();
    assertThat(buffer.refCnt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"c\",\"anthropic_version\":\"v\",\"max_tokens\":1,\"messages\":[]}"
            + "|{\"stream\":true,\"anthropic_version\":\"v\",\"max_tokens\":1,\"messages\":[]}"
      })
  void what_is_added_stands_in_front_of_what_is_left_out(String body, String out) {
    Call call = ProviderCalls.of(Operation.MESSAGES, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    assertThat(sent(call, STREAM, true)).isEqualTo(out);
  }

  @Test
  void a_newer_version_of_the_api_is_the_same_in_the_body() {
    Call call =
        ProviderCalls.of(
            Operation.COUNT_TOKENS,
            Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8),
            Map.of("anthropic-version", "2026-10-21"));
    assertThat(sent(call, new UpstreamOptions(false, false), true))
        .isEqualTo("{\"anthropic_version\":\"2026-10-21\",\"model\":\"m\",\"messages\":[]}");
  }

  private static String sent(Call call, UpstreamOptions ask, boolean vertex) {
    ByteBuf sent = UpstreamBody.of(call, "m", ask, vertex, "");
    String text = sent.toString(UTF_8);
    sent.release();
    call.body().close();
    return text;
  }
}

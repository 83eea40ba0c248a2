package dev.sluice.provider.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that streams, and a provider whose numbers do not tell its tool calls apart.
class ToolCallNumbersInStreamsTest {
  private static final String END =
      """
      data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: [DONE]

      """;

  private static String chunk(String calls) {
    return chunk(0, calls);
  }

  private static String chunk(int choice, String calls) {
    return "data: {\"choices\":[{\"delta\":{\"tool_calls\":["
        + calls
        + "]},\"index\":"
        + choice
        + "}]}\n\n";
  }

  private static String call(String head, String name, String arguments) {
    return "{"
        + head
        + "\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":\""
        + arguments
        + "\"}}";
  }

  private static String passed(String stream, List<Integer> cuts) {
    Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);
    int from = 0;
    for (int to : cuts) {
      exchange.read(stream.substring(from, to));
      from = to;
    }
    exchange.read(stream.substring(from));
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.leaked()).isZero();
    return exchange.sink.text();
  }

  @Test
  void a_large_event_that_finds_no_memory_ends_the_stream() {
    Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);
    exchange.read(chunk(call("\"id\":\"a\",\"index\":0,", "f", "1")));
    exchange.memory.max = 100_000;
    String large = chunk(call("\"id\":\"b\",\"index\":0,", "g", "x".repeat(200_000)));
    exchange.read(large.substring(0, 150_000));
    assertThat(exchange.ended(new Failed.Cancelled())).isEqualTo(new Failed.OutOfMemory());
    assertThat(exchange.leaked()).isZero();
    assertThat(exchange.memory.used()).isZero();
  }

  private static void check(String came, String passes) {
    assertThat(passed(came + END, List.of())).isEqualTo(passes + END);
  }

  @Test
  void whole_calls_that_share_an_index_get_one_each() {
    String one = call("\"index\":0,\"id\":\"a\",", "add", "{\\\"a\\\":7}");
    String two = call("\"index\": 0 ,\"id\":\"b\",", "add", "{\\\"a\\\":7}");
    check(chunk(one) + chunk(two), chunk(one) + chunk(two.replace(" 0 ", " 1 ")));
    check(chunk(one + "," + two), chunk(one + "," + two.replace(" 0 ", " 1 ")));
  }

  @Test
  void calls_without_an_index_are_numbered_by_their_order() {
    String one = call("\"id\":\"a\",", "f", "{}");
    String two = call("\"id\":\"b\",", "g", "{}");
    check(
        chunk(one) + chunk(two),
        chunk("{\"index\":0," + one.substring(1)) + chunk("{\"index\":1," + two.substring(1)));
    check(
        chunk(one.replace("{\"id", "{\"index\":null,\"id")),
        chunk("{\"index\":0," + one.substring(1)));
    check(chunk("{}"), chunk("{\"index\":0}"));
  }

  @Test
  void fragments_follow_the_call_that_they_go_on_with() {
    String fragment = "{\"index\":0,\"function\":{\"arguments\":\"1}\"}}";
    check(
        chunk(call("\"index\":0,\"id\":\"a\",", "f", "{"))
            + chunk(fragment)
            + chunk(call("\"index\":0,\"id\":\"b\",", "f", "{"))
            + chunk(fragment)
            + chunk(call("\"index\":1,\"id\":\"c\",", "f", "{}")),
        chunk(call("\"index\":0,\"id\":\"a\",", "f", "{"))
            + chunk(fragment)
            + chunk(call("\"index\":1,\"id\":\"b\",", "f", "{"))
            + chunk(fragment.replace(":0", ":1"))
            + chunk(call("\"index\":2,\"id\":\"c\",", "f", "{}")));
  }

  @Test
  void another_complete_function_is_another_call_without_any_id() {
    String one = call("\"index\":0,\"id\":\"\",", "f", "{\\\"x\\\":\\\"\\u007d\\\\\\\"\\\"}");
    check(chunk(one) + chunk(one), chunk(one) + chunk(one.replace(":0", ":1")));
    String cut = call("\"index\":0,", "f", "{\\\"x\\\":\\\"}");
    check(chunk(cut) + chunk(cut), chunk(cut) + chunk(cut));
  }

  @Test
  void each_choice_has_numbers_of_its_own() {
    String one = call("\"index\":0,\"id\":\"a\",", "f", "{}");
    String two = call("\"index\":0,\"id\":\"b\",", "f", "{}");
    check(
        chunk(0, one) + chunk(1, two) + chunk(1, one),
        chunk(0, one) + chunk(1, two) + chunk(1, one.replace(":0", ":1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
        "{\"index\":2,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
        "{\"index\":0,\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"x\"}}",
      })
  void who_numbers_its_calls_passes_byte_for_byte(String call) {
    String stream = chunk(call) + chunk(call.replace("\"index\":", "\"index\":1"));
    check(stream, stream);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void the_same_passes_however_the_stream_is_cut(String newline) {
    String one = call("\"index\":0,\"id\":\"a\",", "f", "{}");
    String two = call("\"id\":\"b\",", "g", "{}");
    String before = ": hello\n\n" + chunk(one);
    String after = chunk(call("\"index\":1,\"id\":\"c\",", "h", "{}")) + END;
    String stream =
        (before
                + "event: x\nid: 7\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"tool_calls\":["
                + two
                + "]}}]}\n\n"
                + after)
            .replace("\n", newline);
    String passes =
        stream
            .replace("{\"id\":\"b\"", "{\"index\":1,\"id\":\"b\"")
            .replace("\"index\":1,\"id\":\"c\"", "\"index\":2,\"id\":\"c\"");
    assertThat(passed(stream, List.of())).isEqualTo(passes);
    for (int cut = 1; cut < stream.length(); cut++) {
      assertThat(passed(stream, List.of(cut))).as("cut at %s", cut).isEqualTo(passes);
    }
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<Integer> cuts = random.ints(6, 1, stream.length()).sorted().distinct().boxed().toList();
      assertThat(passed(stream, cuts)).as("cut at %s", cuts).isEqualTo(passes);
    }
  }

  @Test
  void an_event_to_be_numbered_is_held_beyond_what_others_are() {
    String large = "x".repeat(3 * StreamBodyReader.EVENT_HELD_MAX);
    String one = call("\"index\":0,\"id\":\"a\",", "f", "{}");
    String two = call("\"index\":0,\"id\":\"b\",", "f", large);
    String stream = chunk(one) + chunk(two) + END;
    List<Integer> cuts =
        List.of(
            stream.length() / 2,
            stream.length() / 2 + StreamBodyReader.EVENT_HELD_MAX,
            stream.length() - END.length() - 1);
    assertThat(passed(stream, cuts))
        .isEqualTo(chunk(one) + chunk(two.replace("\"index\":0", "\"index\":1")) + END);
  }

  @Test
  void an_event_without_its_blank_line_is_numbered_too() {
    String one = call("\"index\":0,\"id\":\"a\",", "f", "{}");
    String last =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
            + call("\"index\":0,\"id\":\"b\",", "f", "{}")
            + "]},\"finish_reason\":\"tool_calls\"}]}";
    assertThat(passed(chunk(one) + last, List.of()))
        .isEqualTo(chunk(one) + last.replace("\"index\":0,\"id\"", "\"index\":1,\"id\""));
  }
}

package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Translated.AnswerResult;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider's answer that breaks its grammar is a failure: never a made-up stop, never a lost
/// call, never text where thinking was.
class BrokenStreamTest {
  private static final String START = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}";
  private static final String TEXT = block(0, "{\"type\":\"text\",\"text\":\"\"}");
  private static final String CALL =
      block(0, "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}");
  private static final String STOP = "{\"type\":\"content_block_stop\",\"index\":0}";
  private static final String END =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}";
  private static final String CUT =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}";
  private static final String LAST = "{\"type\":\"message_stop\"}";

  private static final String MEBI = "x".repeat(1 << 20);

  @Test
  void an_unknown_event_is_passed_over() {
    StreamTranslator events = anthropic(START, "{\"type\":\"weather\"}", TEXT, STOP, END, LAST);
    assertThat(events.complete()).isTrue();
    assertThat(events.fault()).isEmpty();
  }

  @Test
  void a_block_of_an_unknown_type_beside_which_nothing_is_said_is_a_failure() {
    assertMalformed(anthropic(START, block(0, "{\"type\":\"hologram\"}"), STOP, END, LAST));
  }

  @Test
  void a_block_that_opens_while_another_is_open_is_a_failure() {
    assertMalformed(anthropic(START, TEXT, block(1, "{\"type\":\"text\",\"text\":\"\"}")));
  }

  @Test
  void a_delta_of_a_block_that_is_not_open_is_a_failure() {
    assertMalformed(anthropic(START, TEXT, delta(1, "text_delta", "text", "a")));
    assertMalformed(anthropic(START, delta(0, "text_delta", "text", "a")));
    assertMalformed(anthropic(START, TEXT, STOP, delta(0, "text_delta", "text", "a")));
  }

  @Test
  void text_in_a_block_of_thinking_is_a_failure() {
    String thinking = block(0, "{\"type\":\"thinking\",\"thinking\":\"\"}");
    assertMalformed(anthropic(START, thinking, delta(0, "text_delta", "text", "a")));
  }

  @Test
  void indexes_that_leave_one_out_are_a_failure() {
    assertMalformed(anthropic(START, block(1, "{\"type\":\"text\",\"text\":\"\"}")));
  }

  @Test
  void a_stop_without_a_reason_is_a_failure() {
    assertMalformed(anthropic(START, TEXT, STOP, LAST));
    assertMalformed(anthropic(START, TEXT, END));
    assertMalformed(anthropic(START, TEXT, LAST));
  }

  @Test
  void a_second_start_and_a_block_before_the_start_are_failures() {
    assertMalformed(anthropic(START, START));
    assertMalformed(anthropic(TEXT));
  }

  @Test
  void arguments_that_are_no_object_are_a_failure_unless_the_model_was_interrupted() {
    String half = delta(0, "input_json_delta", "partial_json", "{\\\"a");
    assertMalformed(anthropic(START, CALL, half, STOP, END, LAST));
    assertThat(anthropic(START, CALL, half, STOP, CUT, LAST).complete()).isTrue();
  }

  @Test
  void an_end_of_the_stream_before_its_end_is_a_failure() {
    StreamTranslator events = anthropic(START, TEXT, STOP, END);
    events.end();
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.CUT);
  }

  @Test
  void nothing_comes_out_behind_a_failure() {
    StreamTranslator events = anthropic(START, LAST);
    byte[] more = sse(TEXT);
    assertThat(events.feed(more, 0, more.length)).isEmpty();
    assertThat(events.end()).isEmpty();
    assertThat(events.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]",
        "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"n\"}}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
            + "{\"name\":\"n\",\"arguments\":\"[1]\"}}]},\"finish_reason\":\"tool_calls\"}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
            + "{\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}"
      })
  void a_broken_chunk_is_a_failure(String chunk) {
    assertMalformed(feed(call(WireDialect.ANTHROPIC, WireDialect.CHAT), List.of(chunk)));
  }

  @Test
  void content_behind_a_finish_reason_is_a_failure() {
    String end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
    String more = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";
    assertMalformed(feed(call(WireDialect.ANTHROPIC, WireDialect.CHAT), List.of(end, more)));
  }

  @Test
  void done_without_a_finish_reason_is_a_failure() {
    String chunk = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";
    StreamTranslator events =
        feed(call(WireDialect.ANTHROPIC, WireDialect.CHAT), List.of(chunk, "[DONE]"));
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.CUT);
  }

  @Test
  void calls_that_share_an_index_are_told_apart_by_their_ids() {
    String first = fragment("\"index\":0,\"id\":\"a\",", "one");
    String second = fragment("\"index\":0,\"id\":\"b\",", "two");
    assertTwoCalls(first, second);
  }

  @Test
  void calls_without_index_and_id_are_told_apart_by_their_functions() {
    assertTwoCalls(fragment("", "one"), fragment("", "two"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"n\","
            + "\"arguments\":\"oops\"}}]},\"finish_reason\":\"tool_calls\"}]}",
        "{\"error\":{\"message\":\"no\",\"type\":\"server_error\"}}"
      })
  void a_whole_answer_that_is_none_is_a_failure(String body) {
    Translated call = call(WireDialect.ANTHROPIC, WireDialect.CHAT);
    assertThat(call.answer(body.getBytes(UTF_8), 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}",
        "{\"content\":[{\"type\":\"hologram\"}],\"stop_reason\":\"end_turn\"}",
        "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\"}],\"stop_reason\":\"x\"}",
        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}"
      })
  void a_whole_message_that_is_none_is_a_failure(String body) {
    Translated call = call(WireDialect.CHAT, WireDialect.ANTHROPIC);
    assertThat(call.answer(body.getBytes(UTF_8), 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  @Test
  void an_answer_in_utf_16_is_a_failure() {
    byte[] body =
        "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}]}"
            .getBytes(UTF_16);
    Translated call = call(WireDialect.CHAT, WireDialect.ANTHROPIC);
    assertThat(call.answer(body, 0, HeapMeter.unbounded())).isInstanceOf(AnswerResult.Failed.class);
  }

  @Test
  void a_pause_which_chat_cannot_say_is_listed() {
    Translated call = call(WireDialect.CHAT, WireDialect.ANTHROPIC);
    byte[] stream = sse(START, TEXT, STOP, END.replace("end_turn", "pause_turn"), LAST);
    assertThat(
            new String(
                StreamTranslator.of(call.events(0, HeapMeter.unbounded()))
                    .feed(stream, 0, stream.length),
                UTF_8))
        .contains("\n\n: x-sluice-dropped: stop_reason\n\ndata: ");
    assertThat(lost(call, "pause_turn")).containsExactly("stop_reason");
    assertThat(lost(call, "end_turn")).isEmpty();
  }

  private static List<String> lost(Translated call, String stop) {
    byte[] whole = ("{\"content\":[],\"stop_reason\":\"" + stop + "\"}").getBytes(UTF_8);
    return ((AnswerResult.Whole) call.answer(whole, 0, HeapMeter.unbounded())).dropped();
  }

  @Test
  void counts_below_zero_are_zero() {
    String usage =
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{"
            + "\"input_tokens\":-1,\"cache_read_input_tokens\":-2,\"output_tokens\":-3,"
            + "\"cache_creation_input_tokens\":-4,"
            + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":-5},"
            + "\"output_tokens_details\":{\"thinking_tokens\":-6}}}";
    StreamTranslator events = anthropic(START, TEXT, STOP, usage, LAST);
    assertThat(events.usage()).isEqualTo(new TokenUsage(0, 0, 0, 0, 0, 0, true));
  }

  @Test
  void calls_that_wait_share_sixteen_mi_characters() {
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.ANTHROPIC, WireDialect.CHAT).events(0, HeapMeter.unbounded()));
    feedCalls(events, 0, 15);
    assertThat(events.fault()).isEmpty();
    feedCalls(events, 15, 17);
    assertMalformed(events);
    assertThat(events.fault().orElseThrow().message()).contains("16 Mi characters");
  }

  private static void feedCalls(StreamTranslator events, int from, int to) {
    for (int i = from; i < to; i++) {
      feed(events, fragment("\"index\":" + i + ",\"id\":\"c" + i + "\",", MEBI));
    }
  }

  @Test
  void text_and_thinking_of_a_stream_share_the_room_with_its_calls() {
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.ANTHROPIC, WireDialect.CHAT).events(0, HeapMeter.unbounded()));
    feedCalls(events, 0, 10);
    feed(events, "{\"choices\":[{\"delta\":{\"content\":\"" + MEBI.repeat(7) + "\"}}]}");
    assertMalformed(events);
  }

  @Test
  void the_room_of_a_block_is_given_back_when_it_ends() {
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.CHAT, WireDialect.ANTHROPIC).events(0, HeapMeter.unbounded()));
    feed(events, START);
    for (int i = 0; i < 4; i++) {
      feed(events, block(i, "{\"type\":\"thinking\",\"thinking\":\"\"}"));
      feed(events, delta(i, "thinking_delta", "thinking", MEBI.repeat(6)));
      feed(events, delta(i, "signature_delta", "signature", "s"));
      feed(events, STOP.replace("0", String.valueOf(i)));
    }
    assertThat(events.fault()).isEmpty();
    feed(events, block(4, "{\"type\":\"thinking\",\"thinking\":\"\"}"));
    feed(events, delta(4, "thinking_delta", "thinking", MEBI.repeat(6)));
    feed(events, delta(4, "thinking_delta", "thinking", MEBI.repeat(3)));
    assertMalformed(events);
  }

  private static void feed(StreamTranslator events, String data) {
    byte[] stream = sse(data);
    events.feed(stream, 0, stream.length);
  }

  @Test
  void random_damage_gives_an_answer_or_a_failure_and_nothing_else() {
    byte[] good =
        sse(START, CALL, delta(0, "input_json_delta", "partial_json", "{}"), STOP, END, LAST);
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = good.clone();
      for (int j = 1 + random.nextInt(3); j > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(95));
      }
      StreamTranslator events =
          StreamTranslator.of(
              call(WireDialect.CHAT, WireDialect.ANTHROPIC).events(0, HeapMeter.unbounded()));
      events.feed(bad, 0, bad.length);
      events.end();
      assertThat(events.complete()).isNotEqualTo(events.fault().isPresent());
    }
  }

  private static void assertTwoCalls(String first, String second) {
    String end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.ANTHROPIC, WireDialect.CHAT).events(0, HeapMeter.unbounded()));
    byte[] stream = sse(first, second, end, "[DONE]");
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    assertThat(out).contains("\"name\":\"one\"").contains("\"name\":\"two\"");
    assertThat(events.complete()).isTrue();
  }

  private static String fragment(String head, String name) {
    return "{\"choices\":[{\"delta\":{\"tool_calls\":[{"
        + head
        + "\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":\"{}\"}}]}}]}";
  }

  private static void assertMalformed(StreamTranslator events) {
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
    assertThat(events.complete()).isFalse();
  }

  private static String block(int index, String block) {
    return "{\"type\":\"content_block_start\",\"index\":"
        + index
        + ",\"content_block\":"
        + block
        + "}";
  }

  private static String delta(int index, String type, String name, String text) {
    return "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"%s\",\"%s\":\"%s\"}}"
        .formatted(index, type, name, text);
  }

  private static StreamTranslator anthropic(String... data) {
    return feed(call(WireDialect.CHAT, WireDialect.ANTHROPIC), List.of(data));
  }

  private static StreamTranslator feed(Translated call, List<String> data) {
    StreamTranslator events = StreamTranslator.of(call.events(0, HeapMeter.unbounded()));
    byte[] stream = sse(data.toArray(String[]::new));
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    if (!events.complete()) {
      assertThat(out).doesNotContain("[DONE]").doesNotContain("message_stop");
    }
    return events;
  }

  private static byte[] sse(String... data) {
    return ("data: " + String.join("\n\ndata: ", data) + "\n\n").getBytes(UTF_8);
  }

  private static Translated call(WireDialect client, WireDialect provider) {
    var seals = new Seals("d", "p", "m", "k");
    var rules =
        new TargetRules("m", ModelFacts.UNKNOWN, seals, 0, ChatSurface.CURRENT, true, false);
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";
    return (Translated)
        Translation.of(client, provider)
            .request(body.getBytes(UTF_8), rules, HeapMeter.unbounded());
  }
}

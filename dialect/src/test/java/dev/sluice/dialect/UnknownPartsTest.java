package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Translated.AnswerResult;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a provider says that is not known here: it is left out and told, as long as the rest is an
/// answer.
class UnknownPartsTest {
  private static final String COMMENT = ": x-sluice-dropped: ";

  private static final String START = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}";
  private static final String TEXT =
      "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"Hi\"}}";
  private static final String STOP_0 = "{\"type\":\"content_block_stop\",\"index\":0}";
  private static final String STOP_1 = "{\"type\":\"content_block_stop\",\"index\":1}";
  private static final String HOLOGRAM =
      "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"hologram\"}}";
  private static final String BEAM =
      "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"beam_delta\",\"beam\":1}}";
  private static final String END =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}";
  private static final String LAST = "{\"type\":\"message_stop\"}";

  private static final String CREATED =
      "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"m\"}}";
  private static final String COMPLETED =
      "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}";

  private static Translated call(WireDialect client, WireDialect provider, boolean strict) {
    var rules =
        new TargetRules(
            "m",
            ModelFacts.UNKNOWN,
            new Seals("d", "p", "m", "k"),
            0,
            ChatSurface.CURRENT,
            true,
            strict);
    String user = "{\"role\":\"user\",\"content\":\"u\"}";
    String body =
        switch (client) {
          case CHAT -> "{\"model\":\"m\",\"messages\":[" + user + "]}";
          case ANTHROPIC -> "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + user + "]}";
          case RESPONSES -> "{\"model\":\"m\",\"input\":\"u\"}";
          case GEMINI -> "{\"contents\":[{\"parts\":[{\"text\":\"u\"}]}]}";
        };
    return (Translated)
        Translation.of(client, provider)
            .request(body.getBytes(UTF_8), "m", true, rules, HeapMeter.unbounded());
  }

  /// What a client of chats gets.
  private static String fed(StreamTranslator events, String... data) {
    byte[] stream = ("data: " + String.join("\n\ndata: ", data) + "\n\n").getBytes(UTF_8);
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    return out + new String(events.end(), UTF_8);
  }

  private static StreamTranslator chat(WireDialect provider) {
    return StreamTranslator.of(
        call(WireDialect.CHAT, provider, false).events(0, HeapMeter.unbounded()));
  }

  private static void assertAnswered(StreamTranslator events, String out, String... dropped) {
    assertThat(events.fault()).isEmpty();
    assertThat(events.complete()).isTrue();
    assertThat(out.lines().filter(line -> line.startsWith(COMMENT)))
        .containsExactly(Stream.of(dropped).map(COMMENT::concat).toArray(String[]::new));
  }

  private static void assertBroken(StreamTranslator events, String out) {
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
    assertThat(events.complete()).isFalse();
    assertThat(out).doesNotContain("[DONE]");
  }

  @Test
  void an_unknown_block_of_anthropics_is_left_out_and_told() {
    StreamTranslator events = chat(WireDialect.ANTHROPIC);
    String out = fed(events, START, TEXT, STOP_0, HOLOGRAM, BEAM, STOP_1, END, LAST);
    assertAnswered(events, out, "content[1]");
    assertThat(out).contains("\"content\":\"Hi\"").doesNotContain("beam").endsWith("[DONE]\n\n");
  }

  static Stream<WireDialect> clientsOfAnthropic() {
    return Stream.of(WireDialect.values()).filter(client -> client != WireDialect.ANTHROPIC);
  }

  @ParameterizedTest
  @MethodSource("clientsOfAnthropic")
  void every_client_is_told(WireDialect client) {
    StreamTranslator events =
        StreamTranslator.of(
            call(client, WireDialect.ANTHROPIC, false).events(0, HeapMeter.unbounded()));
    String out = fed(events, START, TEXT, STOP_0, HOLOGRAM, BEAM, STOP_1, END, LAST);
    assertAnswered(events, out, "content[1]");
  }

  @Test
  void a_client_of_anthropics_is_told_too() {
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.ANTHROPIC, WireDialect.GEMINI, false)
                .events(0, HeapMeter.unbounded()));
    String out =
        fed(
            events,
            gemini("{\"text\":\"Hi\"},{\"executableCode\":{}}", ",\"finishReason\":\"STOP\""));
    assertAnswered(events, out, "candidates[0].content.parts");
    assertThat(out).contains("\"text\":\"Hi\"", "message_stop");
  }

  @Test
  void an_unknown_delta_of_a_text_is_left_out_and_told() {
    StreamTranslator events = chat(WireDialect.ANTHROPIC);
    String delta = BEAM.replace("\"index\":1", "\"index\":0");
    assertAnswered(events, fed(events, START, TEXT, delta, STOP_0, END, LAST), "content[0].delta");
  }

  @Test
  void thinking_that_has_said_something_unknown_is_not_sealed() {
    StreamTranslator events = chat(WireDialect.ANTHROPIC);
    String thinking =
        TEXT.replace("\"type\":\"text\",\"text\"", "\"type\":\"thinking\",\"thinking\"");
    String signature =
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}";
    String text = TEXT.replace("\"index\":0", "\"index\":1");
    String delta = BEAM.replace("\"index\":1", "\"index\":0");
    String out = fed(events, START, thinking, delta, signature, STOP_0, text, STOP_1, END, LAST);
    assertAnswered(events, out, "content[0].delta");
    assertThat(out).contains("reasoning_content").doesNotContain("reasoning_details");
  }

  @Test
  void an_unknown_delta_of_a_call_ends_the_answer() {
    StreamTranslator events = chat(WireDialect.ANTHROPIC);
    String call =
        TEXT.replace(
            "\"type\":\"text\",\"text\":\"Hi\"",
            "\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}");
    String delta = BEAM.replace("\"index\":1", "\"index\":0");
    assertBroken(events, fed(events, START, call, delta, STOP_0, END, LAST));
  }

  @Test
  void an_answer_of_which_nothing_is_left_or_that_waits_for_an_unknown_call_is_none() {
    StreamTranslator nothing = chat(WireDialect.ANTHROPIC);
    String first = HOLOGRAM.replace("\"index\":1", "\"index\":0");
    assertBroken(nothing, fed(nothing, START, first, STOP_0, END, LAST));
    StreamTranslator waits = chat(WireDialect.ANTHROPIC);
    String end = END.replace("end_turn", "tool_use");
    assertBroken(waits, fed(waits, START, TEXT, STOP_0, HOLOGRAM, STOP_1, end, LAST));
  }

  @Test
  void where_nothing_may_be_dropped_an_unknown_block_ends_the_answer() {
    StreamTranslator events =
        StreamTranslator.of(
            call(WireDialect.CHAT, WireDialect.ANTHROPIC, true).events(0, HeapMeter.unbounded()));
    assertBroken(events, fed(events, START, TEXT, STOP_0, HOLOGRAM, STOP_1, END, LAST));
  }

  @Test
  void a_whole_answer_lists_what_was_left_out() {
    String message =
        "{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"hologram\"}],\"stop_reason\":\"end_turn\"}";
    assertThat(whole(WireDialect.ANTHROPIC, message)).containsExactly("content[1]");
    String response =
        "{\"status\":\"completed\",\"output\":[{\"type\":\"file_search_call\"},{\"type\":\"message\",\"content\":["
            + "{\"type\":\"output_text\",\"text\":\"Hi\"},{\"type\":\"hologram\"}]}]}";
    assertThat(whole(WireDialect.RESPONSES, response))
        .containsExactly("output[0]", "output[1].content[1]");
    assertThat(
            whole(
                WireDialect.GEMINI,
                gemini("{\"text\":\"Hi\"},{\"executableCode\":{}}", ",\"finishReason\":\"STOP\"")))
        .containsExactly("candidates[0].content.parts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":[{\"type\":\"hologram\"}],\"stop_reason\":\"end_turn\"}",
        "{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"hologram\"}],\"stop_reason\":\"tool_use\"}"
      })
  void a_whole_answer_of_which_too_little_is_left_is_none(String message) {
    assertThat(
            call(WireDialect.CHAT, WireDialect.ANTHROPIC, false)
                .answer(message.getBytes(UTF_8), 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  private static List<String> whole(WireDialect provider, String answer) {
    var whole =
        (AnswerResult.Whole)
            call(WireDialect.CHAT, provider, false)
                .answer(answer.getBytes(UTF_8), 0, HeapMeter.unbounded());
    assertThat(new String(whole.body(), UTF_8)).contains("\"content\":\"Hi\"");
    return whole.dropped();
  }

  private static String gemini(String parts, String end) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
        + parts
        + "]},\"index\":0"
        + end
        + "}]}";
  }

  private static String added(int index, String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  private static String done(int index, String item) {
    return "{\"type\":\"response.output_item.done\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  private static String delta(String text) {
    return "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\""
        + text
        + "\"}";
  }

  private static String message(String text) {
    return "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\""
        + text
        + "\"}]}";
  }

  private static String numbered(int number, String event) {
    return event.replaceFirst("\\{", "{\"sequence_number\":" + number + ",");
  }

  @Test
  void an_item_of_responses_that_the_provider_runs_is_left_out_and_told() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String search = "{\"type\":\"file_search_call\",\"id\":\"fs_1\"}";
    String out =
        fed(
            events,
            CREATED,
            added(0, message("")),
            delta("Hi"),
            done(0, message("Hi")),
            added(1, search),
            "{\"type\":\"response.file_search_call.searching\",\"output_index\":1}",
            done(1, search),
            COMPLETED);
    assertAnswered(events, out, "output[1]");
    assertThat(out).contains("\"content\":\"Hi\"");
  }

  @Test
  void an_item_that_the_client_would_have_to_answer_ends_the_answer() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String call = "{\"type\":\"computer_call\",\"call_id\":\"c\"}";
    assertBroken(events, fed(events, CREATED, added(0, call)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0 0 0 0 0 0", "0 2 4 6 8 10", "5 4 3 2 1 0", "0 1 2 3 3 4", "0 1 5 6 7 8"})
  void numbers_that_repeat_or_jump_are_told_once(String numbers) {
    String[] number = numbers.split(" ", -1);
    String[] given = {
      CREATED, added(0, message("")), delta("ha"), delta("ha"), done(0, message("haha")), COMPLETED
    };
    for (int i = 0; i < given.length; i++) {
      given[i] = numbered(Integer.parseInt(number[i]), given[i]);
    }
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String out = fed(events, given);
    assertAnswered(events, out, "sequence_number");
    assertThat(out.split("\"content\":\"ha\"", -1)).hasSize(3);
  }

  @Test
  void an_event_that_comes_twice_is_passed_over_once() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String text = numbered(2, delta("Hi"));
    String item = numbered(3, done(0, message("Hi")));
    String created = numbered(0, CREATED);
    String begun = numbered(1, added(0, message("")));
    String out =
        fed(events, created, created, begun, begun, text, text, item, item, numbered(4, COMPLETED));
    assertAnswered(events, out, "sequence_number");
    assertThat(out.split("\"content\":\"Hi\"", -1)).hasSize(2);
  }

  /// The texts have been chosen so that the hashes of both events are equal.
  @Test
  void an_event_of_another_length_is_no_repetition_whatever_its_hash_is() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String first = numbered(3, delta("ab"));
    String second = numbered(3, delta("uADaXpx"));
    assertThat(first.hashCode()).isEqualTo(second.hashCode());
    String out =
        fed(
            events,
            numbered(1, CREATED),
            numbered(2, added(0, message(""))),
            first,
            second,
            numbered(4, done(0, message("abuADaXpx"))),
            numbered(5, COMPLETED));
    assertAnswered(events, out, "sequence_number");
    assertThat(out).contains("\"content\":\"uADaXpx\"");
  }

  /// The bytes of an event are overwritten by the next.
  @Test
  void a_search_is_what_its_first_event_says_once_others_have_come() {
    StreamTranslator events =
        HubRoundTripTest.translator(WireDialect.RESPONSES, WireDialect.ANTHROPIC);
    String out =
        fed(
            events,
            "{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\","
                + "\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"what\"}}}",
            "{\"type\":\"content_block_stop\",                                                  "
                + "                                                                \"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"web_search_tool_result\","
                + "\"tool_use_id\":\"s\",\"content\":[{\"url\":\"https://example.org/\",\"title\":\"t\"}]}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
            "{\"type\":\"message_stop\"}");
    assertThat(events.fault()).isEmpty();
    assertThat(out).contains("\"query\":\"what\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "said twice"})
  void a_text_that_is_not_what_its_item_says_is_no_answer_once_numbers_jump(String what) {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String whole = what.equals("lost") ? "a long text" : "text";
    String out =
        fed(
            events,
            numbered(0, CREATED),
            numbered(1, added(0, message(""))),
            numbered(2, delta("text")),
            numbered(4, delta(what.equals("lost") ? "" : "text")),
            numbered(5, done(0, message(whole))),
            numbered(6, COMPLETED));
    assertBroken(events, out);
  }

  /// Nothing says what was lost of it.
  @ParameterizedTest
  @ValueSource(strings = {"message", "function_call", "custom_tool_call", "reasoning"})
  void an_item_that_says_nothing_at_its_end_is_no_answer_once_numbers_jump(String type) {
    String item = "{\"type\":\"%s\",\"call_id\":\"c\",\"name\":\"n\"}".formatted(type);
    String event =
        switch (type) {
          case "message" -> "output_text.delta";
          case "function_call" -> "function_call_arguments.delta";
          case "custom_tool_call" -> "custom_tool_call_input.delta";
          default -> "reasoning_summary_text.delta";
        };
    String more = "{\"type\":\"response.%s\",\"output_index\":0,\"delta\":\"{}\"}".formatted(event);
    String[] numbers = {"0 1 2 3 4 5 6", "0 1 2 4 5 6 7"};
    for (String numbered : numbers) {
      int[] number = Stream.of(numbered.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
      StreamTranslator events = chat(WireDialect.RESPONSES);
      String out =
          fed(
              events,
              numbered(number[0], CREATED),
              numbered(number[1], added(0, item)),
              numbered(number[2], more),
              numbered(number[3], done(0, item)),
              numbered(number[4], added(1, message(""))),
              numbered(number[5], done(1, message("Hi"))),
              numbered(number[6], COMPLETED));
      if (numbered.equals(numbers[0])) {
        assertThat(events.fault()).isEmpty();
      } else {
        assertBroken(events, out);
      }
    }
  }

  @Test
  void thinking_that_is_what_its_item_says_goes_on_when_numbers_jump() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String more =
        "{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"summary_index\":%d,\"delta\":\"%s\"}";
    String item = "{\"type\":\"reasoning\",\"summary\":[{\"text\":\"One\"},{\"text\":\"Two\"}]}";
    String out =
        fed(
            events,
            numbered(0, CREATED),
            numbered(3, added(0, "{\"type\":\"reasoning\",\"summary\":[]}")),
            numbered(4, more.formatted(0, "O")),
            numbered(5, more.formatted(0, "ne")),
            numbered(6, more.formatted(1, "Two")),
            numbered(7, done(0, item)),
            numbered(8, added(1, message(""))),
            numbered(9, done(1, message("Hi"))),
            numbered(10, COMPLETED));
    assertAnswered(events, out, "sequence_number");
  }

  @Test
  void arguments_that_are_not_what_their_item_says_are_no_call_once_numbers_jump() {
    StreamTranslator events = chat(WireDialect.RESPONSES);
    String call =
        "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"n\",\"arguments\":\"%s\"}";
    String arguments =
        "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"{}\"}";
    String out =
        fed(
            events,
            numbered(0, CREATED),
            numbered(1, added(0, call.formatted(""))),
            numbered(3, arguments),
            numbered(4, done(0, call.formatted("{\\\"a\\\":1}"))),
            numbered(5, COMPLETED));
    assertBroken(events, out);
  }
}

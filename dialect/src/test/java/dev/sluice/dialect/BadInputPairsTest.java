package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.DialectPairsTest.Pair;
import dev.sluice.dialect.Translated.AnswerResult;
import dev.sluice.dialect.Translation.Refused;
import dev.sluice.dialect.Translation.RequestResult;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The same bad input in each pair of dialects in which it can occur: what a client may not say is
/// refused where it stands, and what a provider may not say is never an answer.
class BadInputPairsTest {
  static Stream<Pair> pairs() {
    return DialectPairsTest.pairs();
  }

  /// The clients of a provider of Gemini.
  static Stream<WireDialect> others() {
    return Stream.of(WireDialect.CHAT, WireDialect.ANTHROPIC, WireDialect.RESPONSES);
  }

  /// The clients of a provider of Responses.
  static Stream<WireDialect> withoutResponses() {
    return Stream.of(WireDialect.CHAT, WireDialect.ANTHROPIC, WireDialect.GEMINI);
  }

  // What clients may not say.

  @ParameterizedTest
  @MethodSource("pairs")
  void a_result_of_a_tool_without_its_call(Pair pair) {
    assertRefused(
        pair,
        switch (pair.client()) {
          case CHAT ->
              new Bad(
                  "messages[1]",
                  "\"messages\":[USER,{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"r\"}]");
          case ANTHROPIC ->
              new Bad(
                  "messages[0].content[0]",
                  "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                      + "\"tool_use_id\":\"x\",\"content\":\"r\"}]}]");
          case RESPONSES ->
              new Bad(
                  "input[1]",
                  "\"input\":[USER,{\"type\":\"function_call_output\",\"call_id\":\"x\","
                      + "\"output\":\"r\"}]");
          case GEMINI ->
              new Bad(
                  "contents[0].parts[0].functionResponse",
                  "\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\","
                      + "\"response\":{}}}]}]");
        });
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_part_of_an_unknown_kind(Pair pair) {
    String part = "{\"type\":\"hologram\",\"hologram\":{}}";
    String message = "[{\"role\":\"user\",\"content\":[" + part + "]}]";
    assertRefused(
        pair,
        switch (pair.client()) {
          case CHAT, ANTHROPIC -> new Bad("messages[0].content[0].type", "\"messages\":" + message);
          case RESPONSES -> new Bad("input[0].content[0].type", "\"input\":" + message);
          case GEMINI ->
              new Bad(
                  "contents[0].parts[0].hologram",
                  "\"contents\":[{\"parts\":[{\"hologram\":{}}]}]");
        });
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_conversation_that_begins_with_the_model(Pair pair) {
    String message = "[{\"role\":\"assistant\",\"content\":\"first\"},USER]";
    Bad bad =
        switch (pair.client()) {
          case CHAT, ANTHROPIC -> new Bad("messages", "\"messages\":" + message);
          case RESPONSES -> new Bad("input", "\"input\":" + message);
          case GEMINI ->
              new Bad(
                  "contents[0].role",
                  "\"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"first\"}]},"
                      + "{\"role\":\"user\",\"parts\":[{\"text\":\"u\"}]}]");
        };
    boolean takesIt =
        pair.provider() == WireDialect.CHAT || pair.provider() == WireDialect.RESPONSES;
    if (takesIt && pair.client() != WireDialect.GEMINI) {
      assertThat(ask(pair, bad.members()))
          .isInstanceOfSatisfying(
              Translated.class,
              call -> assertThat(new String(call.body(), UTF_8)).contains("\"first\""));
    } else {
      assertRefused(pair, bad);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void several_answers_at_once(Pair pair) {
    if (pair.client() == WireDialect.CHAT) {
      assertRefused(pair, new Bad("n", "\"messages\":[USER],\"n\":8"));
    } else if (pair.client() == WireDialect.GEMINI) {
      assertRefused(
          pair,
          new Bad(
              "generationConfig.candidateCount",
              "\"contents\":[{\"parts\":[{\"text\":\"u\"}]}],"
                  + "\"generationConfig\":{\"candidateCount\":8}"));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void an_instruction_where_none_may_stand(Pair pair) {
    if (pair.client() == WireDialect.GEMINI) {
      assertRefused(
          pair,
          new Bad(
              "contents[1].role",
              "\"contents\":[{\"parts\":[{\"text\":\"u\"}]},"
                  + "{\"role\":\"system\",\"parts\":[{\"text\":\"s\"}]}]"));
    } else if (pair.client() == WireDialect.ANTHROPIC) {
      assertRefused(
          pair,
          new Bad(
              "messages[0].role", "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},USER]"));
    }
  }

  /// A body that is wrong in one place.
  ///
  /// @param members its own, behind those that every request of its dialect has
  private record Bad(String path, String members) {}

  private static void assertRefused(Pair pair, Bad bad) {
    RequestResult result = ask(pair, bad.members());
    assertThat(result).isInstanceOf(Refused.class);
    Refused refused = (Refused) result;
    assertThat(refused.path()).isEqualTo(bad.path());
    assertThat(refused.why()).isNotBlank();
  }

  // What providers may not say.

  @ParameterizedTest
  @MethodSource("others")
  void a_prompt_that_google_blocks_is_a_filtered_answer(WireDialect client) {
    String blocked =
        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":3}}";
    Translated call = call(client, WireDialect.GEMINI);
    assertThat(whole(call, blocked)).contains(filtered(client));
    StreamTranslator events = StreamTranslator.of(call.events(0, HeapMeter.unbounded()));
    assertThat(all(events, blocked)).contains(filtered(client));
    assertThat(events.complete()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("others")
  void an_answer_that_google_stops_keeps_its_text_and_says_why(WireDialect client) {
    String stopped =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\"}]},\"finishReason\":\"SAFETY\"}]}";
    Translated call = call(client, WireDialect.GEMINI);
    assertThat(whole(call, stopped)).contains("half", filtered(client));
    StreamTranslator events = StreamTranslator.of(call.events(0, HeapMeter.unbounded()));
    assertThat(all(events, stopped)).contains("half", filtered(client));
    assertThat(events.complete()).isTrue();
  }

  private static String filtered(WireDialect client) {
    return switch (client) {
      case CHAT -> "\"finish_reason\":\"content_filter\"";
      case ANTHROPIC -> "\"stop_reason\":\"refusal\"";
      case RESPONSES -> "\"reason\":\"content_filter\"";
      case GEMINI -> throw new IllegalArgumentException("its own dialect");
    };
  }

  @ParameterizedTest
  @MethodSource("others")
  void a_stream_of_google_that_is_cut_in_a_brace(WireDialect client) {
    StreamTranslator events =
        StreamTranslator.of(call(client, WireDialect.GEMINI).events(0, HeapMeter.unbounded()));
    String out =
        fed(events, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}")
            + fedRaw(events, "data: {\"candidates\":[{\"content\":{");
    assertNoAnswer(client, events, out);
  }

  @ParameterizedTest
  @MethodSource("withoutResponses")
  void sequence_numbers_that_jump_over_the_end_of_an_item(WireDialect client) {
    StreamTranslator events =
        StreamTranslator.of(call(client, WireDialect.RESPONSES).events(0, HeapMeter.unbounded()));
    String out = fed(events, created(0), text(1), delta(2), delta(4), completed(5));
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
    assertNoAnswer(client, events, out);
  }

  @ParameterizedTest
  @MethodSource("withoutResponses")
  void a_response_that_is_completed_twice_is_one_answer(WireDialect client) {
    StreamTranslator once =
        StreamTranslator.of(call(client, WireDialect.RESPONSES).events(0, HeapMeter.unbounded()));
    String expected = fed(once, created(0), text(1), delta(2), done(3), completed(4));
    StreamTranslator twice =
        StreamTranslator.of(call(client, WireDialect.RESPONSES).events(0, HeapMeter.unbounded()));
    String out = fed(twice, created(0), text(1), delta(2), done(3), completed(4), completed(5));
    assertThat(out).isEqualTo(expected);
    assertThat(twice.complete()).isTrue();
    assertThat(twice.fault()).isEmpty();
  }

  /// A stream that its provider leaves without a last word.
  @ParameterizedTest
  @EnumSource
  void a_stream_without_its_end(WireDialect client) {
    for (WireDialect provider : WireDialect.values()) {
      if (provider == client) {
        continue;
      }
      StreamTranslator events =
          StreamTranslator.of(call(client, provider).events(0, HeapMeter.unbounded()));
      String out =
          switch (provider) {
            case CHAT -> fed(events, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}");
            case ANTHROPIC ->
                fed(
                    events,
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}",
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                        + "{\"type\":\"text\",\"text\":\"a\"}}");
            case RESPONSES -> fed(events, created(0), text(1), delta(2));
            case GEMINI ->
                fed(events, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}");
          };
      assertNoAnswer(client, events, out);
    }
  }

  private static void assertNoAnswer(WireDialect client, StreamTranslator events, String out) {
    String all = out + new String(events.end(), UTF_8);
    assertThat(events.complete()).isFalse();
    assertThat(events.fault()).isPresent();
    assertThat(all)
        .doesNotContain(
            switch (client) {
              case CHAT -> "[DONE]";
              case ANTHROPIC -> "message_stop";
              case RESPONSES -> "response.completed";
              case GEMINI -> "finishReason";
            });
  }

  private static String created(int number) {
    return numbered(
        number, "created", "\"response\":{\"id\":\"resp_1\",\"model\":\"m\",\"output\":[]}");
  }

  private static String text(int number) {
    return numbered(
        number,
        "output_item.added",
        "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\"}");
  }

  private static String delta(int number) {
    return numbered(number, "output_text.delta", "\"output_index\":0,\"delta\":\"a\"");
  }

  private static String done(int number) {
    return numbered(
        number,
        "output_item.done",
        "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\"}");
  }

  private static String completed(int number) {
    return numbered(
        number,
        "completed",
        "\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[],"
            + "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}");
  }

  private static String numbered(int number, String event, String members) {
    return "{\"type\":\"response.%s\",\"sequence_number\":%d,%s}".formatted(event, number, members);
  }

  private static String whole(Translated call, String answer) {
    AnswerResult result = call.answer(answer.getBytes(UTF_8), 0, HeapMeter.unbounded());
    assertThat(result).isInstanceOf(AnswerResult.Whole.class);
    return new String(((AnswerResult.Whole) result).body(), UTF_8);
  }

  /// The whole of a stream, which has no last word of its own.
  private static String all(StreamTranslator events, String... data) {
    return fed(events, data) + new String(events.end(), UTF_8);
  }

  private static String fed(StreamTranslator events, String... data) {
    return fedRaw(events, "data: " + String.join("\n\ndata: ", List.of(data)) + "\n\n");
  }

  private static String fedRaw(StreamTranslator events, String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    return new String(events.feed(bytes, 0, bytes.length), UTF_8);
  }

  private static Translated call(WireDialect client, WireDialect provider) {
    String members =
        switch (client) {
          case CHAT, ANTHROPIC -> "\"messages\":[USER]";
          case RESPONSES -> "\"input\":[USER]";
          case GEMINI -> "\"contents\":[{\"parts\":[{\"text\":\"u\"}]}]";
        };
    RequestResult result = ask(new Pair(client, provider), members);
    assertThat(result).isInstanceOf(Translated.class);
    return (Translated) result;
  }

  private static RequestResult ask(Pair pair, String members) {
    var translation = Translation.of(pair.client(), pair.provider());
    String user = members.replace("USER", "{\"role\":\"user\",\"content\":\"u\"}");
    String model = pair.client() == WireDialect.GEMINI ? "" : "\"model\":\"m\",";
    String bound = pair.client() == WireDialect.ANTHROPIC ? "\"max_tokens\":9," : "";
    byte[] body = ("{" + model + bound + user + "}").getBytes(UTF_8);
    return pair.client() == WireDialect.GEMINI
        ? translation.request(body, "m", true, rules(), HeapMeter.unbounded())
        : translation.request(body, rules(), HeapMeter.unbounded());
  }

  private static TargetRules rules() {
    var seals = new Seals("d", "p", "m", "k");
    return new TargetRules("m", ModelFacts.UNKNOWN, seals, 0, ChatSurface.CURRENT, true, false);
  }
}

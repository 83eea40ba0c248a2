package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients and providers of Responses may not say.
class ResponsesBadInputTest {
  private static final String USER = "{\"role\":\"user\",\"content\":\"u\"}";
  private static final String CREATED =
      "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"m\"}}";
  private static final String DONE =
      "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}";
  private static final String CUT =
      "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"output\":[],"
          + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}";
  private static final String MESSAGE = added(0, "{\"type\":\"message\",\"id\":\"m\"}");
  private static final String CALL =
      added(0, "{\"type\":\"function_call\",\"id\":\"f\",\"call_id\":\"c\",\"name\":\"n\"}");
  private static final String TEXT =
      "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"a\"}";
  private static final String HALF =
      "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"{\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          model                            | {"input":"u"}
          input                            | {"model":"m"}
          input                            | {"model":"m","input":1}
          input                            | {"model":"m","input":[]}
          input                            | {"model":"m","input":[{"role":"system","content":"s"}]}
          input[0].role                    | {"model":"m","input":[{"role":"robot","content":"s"}]}
          input[0].role                    | {"model":"m","input":[{"content":"s"}]}
          input[0].content                 | {"model":"m","input":[{"role":"user","content":1}]}
          input[0].content[0].type         | {"model":"m","input":[{"role":"user","content":[{"type":"hologram"}]}]}
          input[0].content[0].text         | {"model":"m","input":[{"role":"user","content":[{"type":"input_text"}]}]}
          input[0].content[0].image_url    | {"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}
          input[0].content[0].file_data    | {"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_data":"AAAA"}]}]}
          input[0].content[0]              | {"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}
          input[0].content[0]              | {"model":"m","input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}
          input[0].content[0]              | {"model":"m","input":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]}]}
          input[1].content[0]              | {"model":"m","input":[USER,{"role":"developer","content":[{"type":"input_image","image_url":"https://example.org/a.png"}]}]}
          input[1].type                    | {"model":"m","input":[USER,{"type":"hologram"}]}
          input[1].type                    | {"model":"m","input":[USER,{"type":"item_reference","id":"i"}]}
          input[1].type                    | {"model":"m","input":[USER,{"type":"compaction_trigger"}]}
          input[1].type                    | {"model":"m","input":[USER,{"type":"compaction","encrypted_content":"e"}]}
          input[1]                         | {"model":"m","input":[USER,{"type":"function_call","name":"n","arguments":"{}"}]}
          input[1]                         | {"model":"m","input":[USER,{"type":"function_call","call_id":"c","arguments":"{}"}]}
          input[1]                         | {"model":"m","input":[USER,{"type":"function_call","call_id":"c","name":"n","arguments":"{}"}]}
          input[1]                         | {"model":"m","input":[USER,{"type":"function_call","call_id":"c","name":"n","arguments":"{}"},USER]}
          input[1]                         | {"model":"m","input":[USER,{"type":"function_call_output","call_id":"c","output":"r"}]}
          input[1].call_id                 | {"model":"m","input":[USER,{"type":"function_call_output","output":"r"}]}
          input[2]                         | {"model":"m","input":[USER,{"type":"function_call","call_id":"c","name":"n"},{"type":"function_call","call_id":"c","name":"n"}]}
          input[2].output                  | {"model":"m","input":[USER,{"type":"function_call","call_id":"c","name":"n"},{"type":"function_call_output","call_id":"c","output":{}}]}
          tools[0].type                    | {"model":"m","input":"u","tools":[{"name":"n"}]}
          tools[0].type                    | {"model":"m","input":"u","tools":[{"type":"file_search"}]}
          tools[0].name                    | {"model":"m","input":"u","tools":[{"type":"function"}]}
          tools[0].parameters              | {"model":"m","input":"u","tools":[{"type":"function","name":"n","parameters":1}]}
          tools[0].tools[0].type           | {"model":"m","input":"u","tools":[{"type":"namespace","name":"a","tools":[{"type":"namespace","name":"b"}]}]}
          tool_choice                      | {"model":"m","input":"u","tool_choice":"perhaps"}
          tool_choice                      | {"model":"m","input":"u","tool_choice":{"type":"function"}}
          tool_choice.type                 | {"model":"m","input":"u","tool_choice":{"type":"file_search"}}
          reasoning.effort                 | {"model":"m","input":"u","reasoning":{"effort":"vast"}}
          text.format.type                 | {"model":"m","input":"u","text":{"format":{"type":"xml"}}}
          text.format.schema               | {"model":"m","input":"u","text":{"format":{"type":"json_schema"}}}
          max_output_tokens                | {"model":"m","input":"u","max_output_tokens":-1}
          temperature                      | {"model":"m","input":"u","temperature":"hot"}
          top_logprobs                     | {"model":"m","input":"u","top_logprobs":5}
          include[0]                       | {"model":"m","input":"u","include":["message.output_text.logprobs"]}
          instructions                     | {"model":"m","input":"u","instructions":5}
          previous_response_id             | {"model":"m","previous_response_id":"resp_1"}
          conversation                     | {"model":"m","input":"u","conversation":{"id":"conv_1"}}
          prompt                           | {"model":"m","prompt":{"id":"pmpt_1"}}
          background                       | {"model":"m","input":"u","background":true}
          ``                               | [1]
          ``                               | {"model":"m"
          """)
  void a_request_is_refused_at(String path, String body) {
    RequestResult result = request(WireDialect.RESPONSES, WireDialect.ANTHROPIC, body);
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).path()).isEqualTo(path);
    assertThat(((Refused) result).why()).isNotBlank();
  }

  @Test
  void stop_sequences_and_no_output_are_refused_to_a_provider() {
    String chat = "{\"model\":\"m\",\"messages\":[" + USER + "],%s}";
    assertRefused("stop", WireDialect.CHAT, chat.formatted("\"stop\":\"a\""));
    assertRefused("max_tokens", WireDialect.ANTHROPIC, chat.formatted("\"max_tokens\":0"));
  }

  private static void assertRefused(String path, WireDialect client, String body) {
    RequestResult result = request(client, WireDialect.RESPONSES, body);
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).path()).isEqualTo(path);
  }

  @Test
  void events_without_numbers_are_read() {
    StreamTranslator events = feed(CREATED, MESSAGE, TEXT, done(0, "message"), DONE);
    assertThat(events.complete()).isTrue();
    assertThat(events.fault()).isEmpty();
  }

  @Test
  void an_item_that_comes_as_a_whole_is_read() {
    String item =
        "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"whole\"}]}";
    String event =
        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}";
    byte[] stream = sse(CREATED, event, DONE);
    String out =
        new String(
            StreamTranslator.of(call().events(0, HeapMeter.unbounded()))
                .feed(stream, 0, stream.length),
            UTF_8);
    assertThat(out).contains("\"content\":\"whole\"").contains("[DONE]");
  }

  @Test
  void what_follows_the_end_is_passed_over() {
    byte[] stream = sse(CREATED, DONE, DONE, TEXT, "nonsense");
    StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    assertThat(events.complete()).isTrue();
    assertThat(events.fault()).isEmpty();
    assertThat(out.split("\\[DONE]", -1)).hasSize(2);
  }

  @Test
  void a_second_start_and_an_item_before_the_start_are_failures() {
    assertMalformed(feed(CREATED, CREATED));
    assertMalformed(feed(MESSAGE, TEXT));
    assertMalformed(feed(DONE));
  }

  @Test
  void items_that_wait_for_the_client_and_are_not_known_are_a_failure() {
    assertMalformed(feed(CREATED, added(0, "{\"type\":\"computer_call\",\"call_id\":\"c\"}")));
    assertMalformed(feed(CREATED, added(0, "{\"type\":\"mcp_approval_request\"}")));
    assertMalformed(feed(CREATED, "{\"type\":\"response.output_item.added\"}"));
  }

  @Test
  void two_items_of_one_index_and_an_item_that_ends_twice_are_failures() {
    assertMalformed(feed(CREATED, MESSAGE, CALL));
    assertMalformed(feed(CREATED, MESSAGE, done(0, "message"), done(0, "message")));
  }

  @Test
  void an_event_of_an_item_that_is_over_or_is_another_one_is_a_failure() {
    assertMalformed(feed(CREATED, TEXT));
    assertMalformed(feed(CREATED, MESSAGE, done(0, "message"), TEXT));
    assertMalformed(feed(CREATED, CALL, TEXT));
    assertMalformed(feed(CREATED, MESSAGE, HALF));
  }

  @Test
  void a_complete_response_with_an_open_item_is_a_failure_and_an_incomplete_one_is_none() {
    assertMalformed(feed(CREATED, MESSAGE, TEXT, DONE));
    assertThat(feed(CREATED, MESSAGE, TEXT, CUT).complete()).isTrue();
  }

  @Test
  void arguments_that_are_no_object_are_a_failure_unless_the_model_was_interrupted() {
    assertMalformed(feed(CREATED, CALL, HALF, done(0, "function_call"), DONE));
    assertThat(feed(CREATED, CALL, HALF, done(0, "function_call"), CUT).complete()).isTrue();
  }

  @Test
  void a_call_without_a_name_is_a_failure() {
    String nameless = added(0, "{\"type\":\"function_call\",\"call_id\":\"c\"}");
    assertMalformed(feed(CREATED, nameless, done(0, "function_call")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "in_progress", "cancelled", "failed", ""})
  void a_response_that_has_not_ended_is_no_answer(String status) {
    assertMalformed(feed(CREATED, DONE.replace("\"completed\"", "\"" + status + "\"")));
    byte[] whole = ("{\"status\":\"" + status + "\",\"output\":[]}").getBytes(UTF_8);
    assertThat(call().answer(whole, 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  @Test
  void an_answer_has_at_most_a_thousand_items() {
    var events = new StringBuilder();
    for (int i = 0; i <= 1024; i++) {
      events.append("data: ").append(added(i, "{\"type\":\"message\"}")).append("\n\n");
    }
    StreamTranslator translator = feed(CREATED);
    byte[] stream = events.toString().getBytes(UTF_8);
    translator.feed(stream, 0, stream.length);
    assertMalformed(translator);
  }

  @Test
  void what_waits_for_another_item_has_bounds() {
    StreamTranslator events = feed(CREATED, MESSAGE, added(1, "{\"type\":\"message\"}"));
    String delta = TEXT.replace(":0", ":1").replace("\"a\"", "\"" + "x".repeat(1 << 20) + "\"");
    for (int i = 0; i < 17; i++) {
      byte[] stream = sse(delta);
      events.feed(stream, 0, stream.length);
    }
    assertMalformed(events);
    assertThat(events.fault().orElseThrow().message()).contains("16 Mi characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"status\":\"completed\"}",
        "{\"status\":\"completed\",\"output\":{}}",
        "{\"status\":\"completed\",\"output\":[{\"type\":\"hologram\"}]}",
        "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{}]}]}",
        "{\"status\":\"completed\",\"output\":[{\"type\":\"function_call\",\"call_id\":\"c\","
            + "\"name\":\"n\",\"arguments\":\"oops\"}]}",
        "{\"error\":{\"message\":\"no\",\"code\":\"server_error\"}}"
      })
  void a_whole_answer_that_is_none_is_a_failure(String body) {
    assertThat(call().answer(body.getBytes(UTF_8), 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "context_length_exceeded, TOO_LONG",
    "insufficient_quota, NO_MONEY",
    "rate_limit_exceeded, RATE",
    "server_is_overloaded, OVERLOADED",
    "invalid_prompt, INVALID",
    "server_error, INTERNAL"
  })
  void the_codes_of_errors_are_known(String code, Kind kind) {
    String error = "{\"code\":\"" + code + "\",\"message\":\"no\"}";
    String flat = error.replace("{", "{\"type\":\"error\",");
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + error
            + "}}";
    assertThat(feed(CREATED, flat).fault()).map(AnswerFault::kind).contains(kind);
    assertThat(feed(CREATED, failed).fault()).map(AnswerFault::kind).contains(kind);
  }

  @Test
  void random_damage_gives_an_answer_or_a_failure_and_nothing_else() {
    byte[] good =
        sse(CREATED, CALL, HALF.replace("\"{\"", "\"{}\""), done(0, "function_call"), DONE);
    var random = new Random(19);
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = good.clone();
      for (int j = 1 + random.nextInt(3); j > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) (32 + random.nextInt(95));
      }
      StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
      events.feed(bad, 0, bad.length);
      events.end();
      assertThat(events.complete()).isNotEqualTo(events.fault().isPresent());
    }
  }

  private static String added(int index, String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":%d,\"item\":%s}"
        .formatted(index, item);
  }

  private static String done(int index, String type) {
    return "{\"type\":\"response.output_item.done\",\"output_index\":%d,\"item\":{\"type\":\"%s\"}}"
        .formatted(index, type);
  }

  private static void assertMalformed(StreamTranslator events) {
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
    assertThat(events.complete()).isFalse();
  }

  private static StreamTranslator feed(String... data) {
    StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
    byte[] stream = sse(data);
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    assertThat(out.contains("[DONE]")).isEqualTo(events.complete());
    return events;
  }

  private static byte[] sse(String... data) {
    return ("data: " + String.join("\n\ndata: ", List.of(data)) + "\n\n").getBytes(UTF_8);
  }

  private static Translated call() {
    String body = "{\"model\":\"m\",\"messages\":[" + USER + "]}";
    return (Translated) request(WireDialect.CHAT, WireDialect.RESPONSES, body);
  }

  private static RequestResult request(WireDialect client, WireDialect provider, String body) {
    var rules =
        new TargetRules(
            "m",
            ModelFacts.UNKNOWN,
            new Seals("d", "p", "m", "k"),
            0,
            ChatSurface.CURRENT,
            true,
            false);
    byte[] bytes = body.replace("USER", USER).getBytes(UTF_8);
    return Translation.of(client, provider).request(bytes, rules, HeapMeter.unbounded());
  }
}

package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Translated.AnswerResult;
import dev.sluice.dialect.Translation.Refused;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.AnswerFault.Kind;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests, answers and streams in Gemini's dialect that break its rules.
class GeminiBadInputTest {
  private static final String USER =
      "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"u\"}]}]";
  private static final String MESSAGES =
      "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          contents                                | {}
          contents                                | {"contents":[]}
          contents                                | {"contents":"u"}
          contents[0].role                        | {"contents":[{"role":"system","parts":[{"text":"s"}]}]}
          contents[1].role                        | {"contents":[{"parts":[{"text":"u"}]},{"role":"system","parts":[{"text":"s"}]}]}
          contents[0].role                        | {"contents":[{"role":"model","parts":[{"text":"a"}]}]}
          contents[0].parts[0]                    | {"contents":[{"parts":[{}]}]}
          contents[0].parts[0].hologram           | {"contents":[{"parts":[{"hologram":{}}]}]}
          contents[0].parts[0].text               | {"contents":[{"parts":[{"text":1}]}]}
          contents[0].parts[0].inlineData.mimeType | {"contents":[{"parts":[{"inlineData":{"data":"AA=="}}]}]}
          contents[0].parts[0].inline_data        | {"contents":[{"parts":[{"inline_data":{"mime_type":"video/mp4","data":"AA=="}}]}]}
          contents[0].parts[0].inlineData.data    | {"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"A*=="}}]}]}
          contents[0].parts[0].fileData.fileUri   | {"contents":[{"parts":[{"fileData":{"mimeType":"image/png","fileUri":"gs://b/o"}}]}]}
          contents[0].parts[0].functionCall       | {"contents":[{"parts":[{"functionCall":{"name":"f"}}]}]}
          contents[0].parts[0].functionResponse   | {"contents":[{"parts":[{"functionResponse":{"name":"f","response":{}}}]}]}
          contents[0].parts[0].functionResponse.name | {"contents":[{"parts":[{"functionResponse":{"response":{}}}]}]}
          contents[1].parts[0].functionCall       | {"contents":[{"parts":[{"text":"u"}]},{"role":"model","parts":[{"functionCall":{"name":"f"}}]}]}
          contents[2].parts[0].functionResponse   | {"contents":[{"parts":[{"text":"u"}]},{"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"parts":[{"functionResponse":{"name":"g","response":{}}}]}]}
          contents[0].parts[0].executableCode     | {"contents":[{"parts":[{"executableCode":{}}]}]}
          systemInstruction.parts[0].inlineData   | {"systemInstruction":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},USER}
          generationConfig.candidateCount         | {USER,"generationConfig":{"candidateCount":8}}
          generation_config.candidate_count       | {USER,"generation_config":{"candidate_count":8}}
          generationConfig.responseLogprobs       | {USER,"generationConfig":{"responseLogprobs":true}}
          generationConfig.responseModalities     | {USER,"generationConfig":{"responseModalities":["IMAGE"]}}
          generationConfig.responseMimeType       | {USER,"generationConfig":{"responseMimeType":"text/x.enum"}}
          generationConfig.temperature            | {USER,"generationConfig":{"temperature":"hot"}}
          generationConfig.maxOutputTokens        | {USER,"generationConfig":{"maxOutputTokens":-5}}
          generationConfig.thinkingConfig.thinkingLevel | {USER,"generationConfig":{"thinkingConfig":{"thinkingLevel":"VAST"}}}
          cachedContent                           | {USER,"cachedContent":"cachedContents/1"}
          tools[0].codeExecution                  | {USER,"tools":[{"codeExecution":{}}]}
          tools[0].functionDeclarations[0].name   | {USER,"tools":[{"functionDeclarations":[{"description":"d"}]}]}
          tools[0].functionDeclarations[0].parameters | {USER,"tools":[{"functionDeclarations":[{"name":"f","parameters":[]}]}]}
          toolConfig.functionCallingConfig.mode   | {USER,"toolConfig":{"functionCallingConfig":{"mode":"PERHAPS"}}}
          """)
  void a_request_is_refused_at(String path, String body) {
    for (WireDialect provider : new WireDialect[] {WireDialect.CHAT, WireDialect.ANTHROPIC}) {
      var result =
          Translation.of(WireDialect.GEMINI, provider)
              .request(
                  body.replace("USER", USER).getBytes(UTF_8),
                  "m",
                  false,
                  rules(),
                  HeapMeter.unbounded());
      assertThat(result).isInstanceOf(Refused.class);
      assertThat(((Refused) result).path()).isEqualTo(path);
      assertThat(((Refused) result).why()).isNotBlank();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          messages               | {"model":"m","messages":[{"role":"assistant","content":"a"}]}
          messages               | {"model":"m","messages":[{"role":"system","content":"s"}]}
          stop                   | {"model":"m","messages":[{"role":"user","content":"u"}],"stop":["1","2","3","4","5","6"]}
          n                      | {"model":"m","messages":[{"role":"user","content":"u"}],"n":2}
          logit_bias             | {"model":"m","messages":[{"role":"user","content":"u"}],"logit_bias":{"5":1}}
          messages[0].content[0] | {"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}
          messages[0].content[0].input_audio.data | {"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}
          """)
  void a_request_for_gemini_is_refused_at(String path, String body) {
    var result =
        Translation.of(WireDialect.CHAT, WireDialect.GEMINI)
            .request(body.getBytes(UTF_8), rules(), HeapMeter.unbounded());
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"args\":{}}}]}}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":1}}]}}]}",
        "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}"
      })
  void a_broken_chunk_is_a_failure(String chunk) {
    assertThat(feed(chunk).fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
  }

  @Test
  void a_stream_that_goes_on_behind_its_end_is_a_failure() {
    StreamTranslator events = feed(text("a", ",\"finishReason\":\"STOP\""), text("b", ""));
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
  }

  @Test
  void a_stream_that_ends_without_a_finish_reason_is_cut() {
    StreamTranslator events = feed(text("a", ""), text("b", ",\"finishReason\":\"\""));
    events.end();
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.CUT);
  }

  @Test
  void a_stream_that_is_cut_in_a_brace_is_a_failure() {
    byte[] stream = ("data: " + text("a", "") + "\n\ndata: {\"candidates\":[{").getBytes(UTF_8);
    StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
    events.feed(stream, 0, stream.length);
    events.end();
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.MALFORMED);
    assertThat(events.complete()).isFalse();
  }

  @Test
  void an_array_in_place_of_events_is_no_answer() {
    byte[] array = ("[" + text("a", ",\"finishReason\":\"STOP\"") + "]").getBytes(UTF_8);
    StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
    events.feed(array, 0, array.length);
    events.end();
    assertThat(events.fault()).map(AnswerFault::kind).contains(Kind.CUT);
  }

  @Test
  void words_behind_which_the_model_makes_no_sense_are_an_answer() {
    StreamTranslator events =
        feed(text("a", ""), "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}");
    events.end();
    assertThat(events.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{}",
        "{\"candidates\":[]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}",
        "{\"error\":{\"code\":500,\"message\":\"no\",\"status\":\"INTERNAL\"}}",
        "[{\"error\":{\"code\":500,\"message\":\"no\",\"status\":\"INTERNAL\"}}]"
      })
  void a_whole_answer_that_is_none_is_a_failure(String body) {
    assertThat(call().answer(body.getBytes(UTF_8), 0, HeapMeter.unbounded()))
        .isInstanceOf(AnswerResult.Failed.class);
  }

  @Test
  void random_damage_gives_an_answer_or_a_failure_and_nothing_else() {
    String signed =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{}},"
            + "\"thoughtSignature\":\"QUJD\"}]}}]}";
    byte[] good =
        ("data: " + signed + "\n\ndata: " + text("a", ",\"finishReason\":\"STOP\"") + "\n\n")
            .getBytes(UTF_8);
    var random = new Random(7);
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

  private static String text(String words, String rest) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
        + words
        + "\"}]}"
        + rest
        + "}]}";
  }

  private static StreamTranslator feed(String... data) {
    StreamTranslator events = StreamTranslator.of(call().events(0, HeapMeter.unbounded()));
    byte[] stream = ("data: " + String.join("\n\ndata: ", data) + "\n\n").getBytes(UTF_8);
    String out = new String(events.feed(stream, 0, stream.length), UTF_8);
    assertThat(out).doesNotContain("message_stop");
    return events;
  }

  private static Translated call() {
    return (Translated)
        Translation.of(WireDialect.ANTHROPIC, WireDialect.GEMINI)
            .request(MESSAGES.getBytes(UTF_8), rules(), HeapMeter.unbounded());
  }

  private static TargetRules rules() {
    var seals = new Seals("d", "p", "m", "k");
    return new TargetRules("m", ModelFacts.UNKNOWN, seals, 0, ChatSurface.CURRENT, true, false);
  }
}

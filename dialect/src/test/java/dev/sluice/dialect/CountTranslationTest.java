package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTranslationTest {
  private static final String MESSAGES =
      "{\"model\":\"m\",\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";
  private static final String INPUT = "{\"model\":\"m\",\"instructions\":\"s\",\"input\":\"u\"}";
  private static final String CONTENTS =
      "{\"systemInstruction\":{\"parts\":[{\"text\":\"s\"}]},"
          + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"u\"}]}]}";

  private static TargetRules rules() {
    return new TargetRules(
        "theirs",
        ModelFacts.UNKNOWN,
        new Seals("X", "p", "theirs", "k"),
        0,
        TargetRules.ChatSurface.CURRENT,
        true,
        false);
  }

  private static Optional<String> question(WireDialect client, CountForm form, String body) {
    return CountTranslation.of(client, form)
        .question(body.getBytes(UTF_8), "m", rules(), HeapMeter.unbounded())
        .map(question -> new String(question, UTF_8));
  }

  @Test
  void anthropics_counter_gets_no_bound_and_no_way_to_answer() {
    for (String count :
        new String[] {INPUT, INPUT.replace("{\"model\"", "{\"temperature\":1,\"model\"")}) {
      String question = question(WireDialect.RESPONSES, CountForm.MESSAGES, count).orElseThrow();
      assertThat(question)
          .startsWith("{\"model\":\"theirs\"")
          .contains("\"system\":", "\"messages\":")
          .doesNotContain("max_tokens", "temperature", "stream");
    }
  }

  @Test
  void openais_counter_gets_what_it_takes() {
    assertThat(question(WireDialect.ANTHROPIC, CountForm.INPUT_TOKENS, MESSAGES).orElseThrow())
        .contains("\"model\":\"theirs\"", "\"input\":")
        .doesNotContain("store", "max_output_tokens", "include");
  }

  @Test
  void geminis_counter_gets_a_whole_request_with_its_model() {
    assertThat(question(WireDialect.ANTHROPIC, CountForm.GENERATE, MESSAGES).orElseThrow())
        .startsWith("{\"generateContentRequest\":{\"model\":\"models/theirs\",")
        .contains("\"systemInstruction\":", "\"contents\":")
        .endsWith("}}");
  }

  @Test
  void vertex_gets_its_members_as_they_are() {
    assertThat(question(WireDialect.ANTHROPIC, CountForm.VERTEX, MESSAGES).orElseThrow())
        .startsWith("{\"")
        .contains("\"systemInstruction\":", "\"contents\":")
        .doesNotContain("generateContentRequest", "safetySettings", "\"model\"");
  }

  @Test
  void geminis_clients_ask_in_two_ways() {
    String wrapped =
        "{\"generateContentRequest\":"
            + CONTENTS.replace("{\"sys", "{\"model\":\"models/m\",\"sys")
            + "}";
    String plain = question(WireDialect.GEMINI, CountForm.MESSAGES, CONTENTS).orElseThrow();
    assertThat(question(WireDialect.GEMINI, CountForm.MESSAGES, wrapped)).contains(plain);
    assertThat(plain).contains("\"u\"", "\"system\":");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RESPONSES | {"model":"m","input":"u","previous_response_id":"resp_1"}
          GEMINI    | {"generateContentRequest":{"contents":[{"parts":[{"text":"u"}]}],"cachedContent":"cachedContents/c"}}
          RESPONSES | {"model":"m"
          RESPONSES | [1]
          """)
  void there_is_no_question_for_what_cannot_be_carried(WireDialect client, String body) {
    assertThat(question(client, CountForm.MESSAGES, body)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MESSAGES     | {"input_tokens":12}                                     | 12
          INPUT_TOKENS | {"object":"response.input_tokens","input_tokens":0}     | 0
          GENERATE     | {"totalTokens":7,"promptTokensDetails":[{"tokenCount":7}]} | 7
          VERTEX       | {"totalTokens":7,"totalBillableCharacters":20}          | 7
          MESSAGES     | {"totalTokens":7}                                       | -1
          MESSAGES     | {"input_tokens":-1}                                     | -1
          MESSAGES     | {"input_tokens":"12"}                                   | -1
          GENERATE     | []                                                      | -1
          GENERATE     | {"totalTokens":                                         | -1
          """)
  void the_answer_tells_a_number_or_none(CountForm form, String answer, long tokens) {
    WireDialect client =
        form.dialect() == WireDialect.ANTHROPIC ? WireDialect.GEMINI : WireDialect.ANTHROPIC;
    var told =
        CountTranslation.of(client, form).tokens(answer.getBytes(UTF_8), HeapMeter.unbounded());
    assertThat(told.orElse(-1)).isEqualTo(tokens);
  }
}

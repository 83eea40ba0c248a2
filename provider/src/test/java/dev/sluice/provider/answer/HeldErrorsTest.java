package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Head;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.answer.AnswerFields.Tells;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class HeldErrorsTest {
  private static final String RESPONSE =
      "{\"id\":\"resp_1\",\"error\":{\"message\":\"\u00fc: %s\"},\"output\":[\"\u00fc secret\"]}";

  private static AnswerFields read(String json) {
    var edits = new HeldErrors(AnswerEdits.NONE, text -> text.replace("secret", "***"));
    var fields = new AnswerFields(null, edits, Tells.WHAT_IS_HELD);
    byte[] bytes = json.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      fields.feed(bytes, i, i + 1);
    }
    assertThat(fields.complete()).isTrue();
    assertThat(fields.failed()).isFalse();
    return fields;
  }

  private static String edited(String json) {
    byte[] event = ("data: " + json + "\n\n").getBytes(UTF_8);
    byte[] edited = DataEdit.apply(read(json).edits(), event, event.length);
    return new String(edited, UTF_8).substring(6).strip();
  }

  @Test
  void the_error_is_redacted_and_no_other_part() {
    assertThat(edited(RESPONSE.formatted("a secret")))
        .isEqualTo(RESPONSE.formatted("a ***").replaceFirst("\u00fc", "\\\\u00fc"));
  }

  @Test
  void an_error_without_a_secret_stays_byte_for_byte() {
    String json = RESPONSE.formatted("a key");
    assertThat(edited(json)).isEqualTo(json);
    String none = json.replaceFirst("\\{\"message[^}]*}", "null");
    assertThat(edited(none)).isEqualTo(none);
  }

  @Test
  void an_error_that_is_too_long_to_be_read_is_replaced() {
    String json = RESPONSE.formatted("secret".repeat(JsonWalker.KEPT_MAX));
    assertThat(edited(json))
        .contains("{\"message\":\"the provider's error is larger than 65536 bytes\"}")
        .hasSizeLessThan(200);
  }

  @Test
  void edits_are_dropped_once_their_part_has_passed() {
    var edits = new HeldErrors(NameMarks.inWhole((_, _) -> "_m"), t -> t.replace("secret", "***"));
    var fields = new AnswerFields(null, edits, Tells.WHAT_IS_HELD);
    var exchange = exchange(fields);
    exchange.read("{\"id\":\"a\",\"error\":\"a secret\"");
    for (int i = 0; i < 100; i++) {
      assertThat(fields.edits()).isEmpty();
      exchange.read(",\"error\":\"a secret\"");
    }
    exchange.read("}");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.leaked()).isZero();
    assertThat(exchange.sink.text())
        .isEqualTo("{\"id\":\"a_m\"" + ",\"error\":\"a ***\"".repeat(101) + "}");
  }

  private static Exchange exchange(EventFields fields) {
    var call = ProviderCalls.chat(false);
    var classifier = new Classifier(ErrorTable.OPENAI);
    var dialect =
        new AnswerDialect() {
          @Override
          public EventFields events(StreamEvidence evidence) {
            return fields;
          }

          @Override
          public EventFields whole(StreamEvidence evidence) {
            return fields;
          }

          @Override
          public boolean hidesUsage() {
            return false;
          }

          @Override
          public BodyReader assembled(AnswerContext of, LongFunction<Head> head) {
            throw new UnsupportedOperationException();
          }
        };
    return new Exchange(call, classifier, UpstreamOptions.asItIs(call), dialect)
        .head(200, Exchange.JSON);
  }
}

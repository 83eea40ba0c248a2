package dev.sluice.internal.provider.openai.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.internal.provider.answer.field.DataEdit;
import dev.sluice.internal.provider.json.JsonWalker;
import dev.sluice.internal.provider.openai.field.AnswerFields.Tells;
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
}

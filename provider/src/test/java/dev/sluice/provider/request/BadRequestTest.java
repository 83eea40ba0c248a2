package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.dialect.json.ValueScan;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no provider could make sense of, and honest ones that look like them.
class BadRequestTest {
  private static final String CHAT = "{\"model\":\"m\",\"messages\":[],%s}";

  private static RequestFacts scan(Operation operation, String body) throws InvalidRequest {
    byte[] bytes = body.getBytes(UTF_8);
    return RequestScanner.scan(operation, bytes, 0, bytes.length);
  }

  private static Failed.Invalid refused(Operation operation, String body) {
    return refused(operation, body.getBytes(UTF_8));
  }

  private static Failed.Invalid refused(Operation operation, byte[] body) {
    InvalidRequest invalid =
        catchThrowableOfType(
            InvalidRequest.class, () -> RequestScanner.scan(operation, body, 0, body.length));
    assertThat(invalid).isNotNull();
    assertThat(invalid.why().status()).isEqualTo(400);
    assertThat(invalid.why().message())
        .hasSizeLessThan(400)
        .matches(text -> text.chars().noneMatch(Character::isISOControl));
    return invalid.why();
  }

  // C11, C26
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT|messages|{\"model\":\"m\",\"messages\":5}",
        "CHAT|messages|{\"model\":\"m\",\"messages\":\"text\"}",
        "CHAT|messages|{\"model\":\"m\",\"messages\":null}",
        "CHAT|messages|{\"model\":\"m\"}",
        "CHAT|model|{\"messages\":[]}",
        "CHAT|model|{\"messages\":[],\"model\":null}",
        "CHAT|model|{\"messages\":[],\"model\":5}",
        "CHAT|model|{\"messages\":[],\"model\":\"\"}",
        "CHAT|model|{\"messages\":[],\"model\":\" \"}",
        "CHAT|model|{\"messages\":[],\"model\":\"a\\r\\nb\"}",
        "CHAT|model|{\"messages\":[],\"model\":\"a\\u202eb\"}",
        "CHAT|model|{\"messages\":[],\"model\":\"a\\u200bb\"}",
        "CHAT|model|{\"messages\":[],\"model\":\"a\\u2028b\"}",
        "CHAT|model|{\"messages\":[],\"model\":\"\\ufeffab\"}",
        "CHAT|model|{\"messages\":[],\"model\":\"a\\u0000b\"}",
        "CHAT|model|{\"messages\":[],\"model\":[\"a\"]}",
        "CHAT|stream|{\"model\":\"m\",\"messages\":[],\"stream\":\"yes\"}",
        "CHAT|stream|{\"model\":\"m\",\"messages\":[],\"stream\":1}",
        "CHAT|n|{\"model\":\"m\",\"messages\":[],\"n\":1.5}",
        "CHAT|n|{\"model\":\"m\",\"messages\":[],\"n\":\"2\"}",
        "CHAT|max_tokens|{\"model\":\"m\",\"messages\":[],\"max_tokens\":\"0\"}",
        "CHAT|max_completion_tokens|{\"model\":\"m\",\"messages\":[],\"max_completion_tokens\":{}}",
        "CHAT|temperature|{\"model\":\"m\",\"messages\":[],\"temperature\":1e309}",
        "CHAT|temperature|{\"model\":\"m\",\"messages\":[],\"temperature\":\"hot\"}",
        "CHAT|seed|{\"model\":\"m\",\"messages\":[],\"seed\":[]}",
        "CHAT|user|{\"model\":\"m\",\"messages\":[],\"user\":7}",
        "CHAT|stream_options|{\"model\":\"m\",\"messages\":[],\"stream_options\":[]}",
        "CHAT|stream_options.include_usage|{\"model\":\"m\",\"messages\":[],\"stream_options\":{\"include_usage\":1}}",
        "EMBEDDINGS|stream|{\"model\":\"m\",\"input\":\"i\",\"stream\":true}",
        "MODERATIONS|stream|{\"model\":\"m\",\"input\":\"i\",\"stream\":true}",
        "EMBEDDINGS|input|{\"model\":\"m\",\"input\":null}",
        "EMBEDDINGS|input|{\"model\":\"m\"}",
        "MODERATIONS|input|{\"model\":\"m\",\"input\":{}}",
        "RESPONSES|input|{\"model\":\"m\"}",
        "RESPONSES|input|{\"model\":\"m\",\"input\":null}",
        "RESPONSES|input|{\"model\":\"m\",\"input\":5}",
        "RESPONSES|max_output_tokens|{\"model\":\"m\",\"input\":\"i\",\"max_output_tokens\":1.5}",
        "MODERATIONS|model|{\"input\":\"i\",\"model\":\"\"}",
        "RESPONSES|model|{\"input\":\"i\",\"model\":5}",
        "COMPLETIONS|prompt|{\"model\":\"m\"}",
        "COMPLETIONS|prompt|{\"model\":\"m\",\"prompt\":true}"
      })
  void a_wrong_value_is_named_by_its_path(Operation operation, String param, String body) {
    Failed.Invalid why = refused(operation, body);
    assertThat(why.code()).isEqualTo("invalid_value");
    assertThat(why.param()).isEqualTo(Optional.of(param));
    assertThat(why.message()).contains(param).contains("must be");
  }

  @Test
  void a_message_shows_the_value_bounded_and_printable() {
    Failed.Invalid why =
        refused(
            Operation.CHAT, CHAT.formatted("\"stream\":\"\\u001b[31m" + "x".repeat(999) + "\""));
    assertThat(why.message()).contains("\"?[31mxxx").contains("...").hasSizeLessThan(200);
  }

  @Test
  void a_model_name_has_a_bound() throws InvalidRequest {
    String longest = "m".repeat(256);
    assertThat(scan(Operation.CHAT, "{\"messages\":[],\"model\":\"" + longest + "\"}").model())
        .isEqualTo(longest);
    for (int length : new int[] {257, 70_000, 3_000_000}) {
      Failed.Invalid why =
          refused(Operation.CHAT, "{\"messages\":[],\"model\":\"" + "m".repeat(length) + "\"}");
      assertThat(why.param()).isEqualTo(Optional.of("model"));
    }
  }

  // C8
  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void nesting_100k_deep_is_refused_without_overflowing_the_stack(String open) {
    Failed.Invalid why = refused(Operation.CHAT, "{\"model\":\"m\",\"x\":" + open.repeat(100_000));
    assertThat(why.code()).isEqualTo("json_too_deep");
  }

  @Test
  void nesting_up_to_the_bound_passes() throws InvalidRequest {
    int levels = ValueScan.DEPTH_MAX - 1;
    String deep = "[".repeat(levels) + "]".repeat(levels);
    assertThat(scan(Operation.CHAT, "{\"model\":\"m\",\"messages\":" + deep + "}").model())
        .isEqualTo("m");
    assertThat(refused(Operation.CHAT, "{\"model\":\"m\",\"messages\":[" + deep + "]}").code())
        .isEqualTo("json_too_deep");
  }

  // C9
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model|{\"model\":\"a\",\"messages\":[],\"model\":\"b\"}",
        "model|{\"model\":\"a\",\"messages\":[],\"mod\\u0065l\":\"b\"}",
        "unknown|{\"model\":\"a\",\"messages\":[],\"unknown\":1,\"unknown\":1}",
        "stream_options.include_usage|{\"model\":\"m\",\"messages\":[],\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}"
      })
  void a_property_given_twice_is_refused(String param, String body) {
    Failed.Invalid why = refused(Operation.CHAT, body);
    assertThat(why.code()).isEqualTo("duplicate_key");
    assertThat(why.param()).isEqualTo(Optional.of(param));
  }

  @Test
  void what_is_given_twice_deeper_down_is_the_providers_business() throws InvalidRequest {
    assertThat(scan(Operation.CHAT, "{\"model\":\"m\",\"messages\":[{\"a\":1,\"a\":2}]}").model())
        .isEqualTo("m");
  }

  // C12
  @ParameterizedTest
  @ValueSource(strings = {"1E400", "-1e400", "[0, {\"x\": 1E400}]", "123e99999999999"})
  void a_number_that_fits_no_double_is_refused_anywhere(String number) {
    Failed.Invalid why = refused(Operation.CHAT, CHAT.formatted("\"x\":" + number));
    assertThat(why.code()).isEqualTo("invalid_value");
    assertThat(why.param()).isEqualTo(Optional.of("x"));
  }

  @Test
  void a_number_of_too_many_digits_is_refused_anywhere() {
    for (String number : new String[] {"1".repeat(100_000), "0." + "1".repeat(100_000)}) {
      Failed.Invalid why = refused(Operation.CHAT, CHAT.formatted("\"x\":[" + number + "]"));
      assertThat(why.code()).isEqualTo("invalid_value");
      assertThat(why.param()).isEqualTo(Optional.of("x"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10"})
  void a_number_that_is_no_json_is_refused(String number) {
    assertThat(refused(Operation.CHAT, CHAT.formatted("\"x\":" + number)).code())
        .isEqualTo("invalid_json");
  }

  @Test
  void small_and_usual_numbers_pass() throws InvalidRequest {
    assertThat(scan(Operation.CHAT, CHAT.formatted("\"x\":[1e-400,1.5E+300,-0.0,1e1]")).model())
        .isEqualTo("m");
  }

  // C13
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00x", "\\ud800\\u0041"})
  void half_a_surrogate_pair_is_refused_anywhere(String escape) {
    for (String body :
        new String[] {
          CHAT.formatted("\"x\":[\"" + escape + "\"]"), CHAT.formatted("\"" + escape + "\":1")
        }) {
      Failed.Invalid why = refused(Operation.CHAT, body);
      assertThat(why.code()).isEqualTo("invalid_json");
      assertThat(why.message()).contains("surrogate").contains("at byte");
    }
  }

  @Test
  void malformed_utf_8_and_zeros_are_refused_anywhere() {
    for (int[] bad :
        new int[][] {{0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xFF}, {0xE2, 0x82}, {0x00}, {0x1F}}) {
      byte[] body = CHAT.formatted("\"x\":\"????\"").getBytes(UTF_8);
      int at = new String(body, UTF_8).indexOf("????");
      for (int i = 0; i < bad.length; i++) {
        body[at + i] = (byte) bad[i];
      }
      assertThat(refused(Operation.CHAT, body).code()).isEqualTo("invalid_json");
    }
  }

  @Test
  void other_encodings_and_byte_order_marks_are_refused() {
    String good = "{\"model\":\"m\",\"messages\":[]}";
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"}) {
      assertThat(refused(Operation.CHAT, good.getBytes(Charset.forName(charset))).code())
          .as(charset)
          .isEqualTo("invalid_json");
    }
    assertThat(refused(Operation.CHAT, "\uFEFF" + good).message()).contains("byte order mark");
  }

  @Test
  void valid_text_of_every_kind_passes() throws InvalidRequest {
    assertThat(
            scan(
                    Operation.CHAT,
                    CHAT.formatted("\"x\":\"é日本😀\u007f\\u0000\\ud83d\\ude00\\\\ud800\\/\""))
                .model())
        .isEqualTo("m");
  }

  // C14
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n ",
        "[]",
        "5",
        "null",
        "\"text\"",
        "{",
        "{\"model\":\"m\"",
        "{\"model\"",
        "{}{}",
        "{\"model\":\"m\",\"messages\":[]}x",
        "{\"model\":\"m\",\"messages\":[]},",
        "{\"model\":\"m\",\"messages\":[]} {}",
        "{\"model\":\"m\",\"messages\":[1,]}",
        "{'model':'m'}",
        "{model:1}",
        "{\"a\":1,}",
        "{\"model\":\"m\",\"messages\":[]}//",
        "{]"
      })
  void what_is_not_one_object_is_refused(String body) {
    Failed.Invalid why = refused(Operation.CHAT, body);
    assertThat(why.code()).isEqualTo("invalid_json");
    assertThat(why.param()).isEmpty();
  }

  // C27
  @Test
  void large_honest_bodies_pass() throws InvalidRequest {
    StringBuilder body = new StringBuilder("{\"model\":\"m\",\"tools\":[{\"properties\":{");
    for (int i = 0; i < 10_000; i++) {
      body.append("\"property").append(i).append("\":{\"type\":\"string\"},");
    }
    body.append("\"last\":{}}}],\"messages\":[");
    for (int i = 0; i < 2_000; i++) {
      body.append("{\"role\":\"user\",\"content\":\"é\\n\"},");
    }
    body.append("{\"image\":\"").append("QUJD".repeat(5_000_000)).append("\"}]}");
    assertThat(scan(Operation.CHAT, body.toString()).model()).isEqualTo("m");
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = Mode.EXCLUDE,
      names = {
        "STORED_RESPONSE",
        "IMAGE_VARIATIONS",
        "TRANSCRIPTIONS",
        "TRANSLATIONS",
        "PASS_THROUGH"
      })
  void an_empty_object_misses_what_it_needs(Operation operation) {
    String missing =
        switch (operation) {
          case CHAT, COMPLETIONS, EMBEDDINGS, MESSAGES, COUNT_TOKENS, COMPACT -> "model";
          case GENERATE,
              GENERATE_COUNT,
              EMBED_CONTENT,
              BATCH_EMBED_CONTENTS,
              COHERE_EMBED,
              PREDICT,
              PREDICT_IMAGES,
              INVOKE_MODEL ->
              "model";
          case RERANK, COHERE_RERANK, NIM_RANKING, SPEECH -> "model";
          case IMAGES, IMAGE_EDITS -> "prompt";
          case IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS ->
              throw new IllegalArgumentException("its body is in parts");
          case MODERATIONS, RESPONSES, INPUT_TOKENS -> "input";
          case STORED_RESPONSE, PASS_THROUGH ->
              throw new IllegalArgumentException("it has no body");
        };
    assertThat(refused(operation, "{}").param()).contains(missing);
  }

  @Test
  void a_request_cut_anywhere_is_refused() {
    String body = "{\"model\":\"m\",\"messages\":[{\"a\":[1.5,true,null,\"é\\u00e9\"]}],\"n\":1}";
    byte[] bytes = body.getBytes(UTF_8);
    for (int cut = 0; cut < bytes.length; cut++) {
      assertThat(refused(Operation.CHAT, Arrays.copyOf(bytes, cut)).code())
          .isEqualTo("invalid_json");
    }
  }
}

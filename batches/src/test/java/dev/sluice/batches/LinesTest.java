package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of inputs.
class LinesTest {
  private static final int LARGEST = 2_000;
  private static final LineRules RULES =
      new LineRules(
          "/v1/embeddings",
          5,
          LARGEST,
          model ->
              model.equals("m") ? Optional.empty() : Optional.of("There is no model " + model));

  private static Lines.Checked check(String text) throws Exception {
    return Lines.check(MemoryInput.of(text), RULES);
  }

  private static LineError only(String text) throws Exception {
    List<LineError> errors = check(text).errors();
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n", "\n  \t\r\n"})
  void lines_end_as_each_system_ends_them_and_lines_without_content_are_left_out(String end)
      throws Exception {
    String text = MemoryInput.line("a") + end + MemoryInput.line("b") + end;
    Lines.Checked checked = check(text);
    assertThat(checked.errors()).isEmpty();
    assertThat(checked.index().count()).isEqualTo(2);
  }

  @Test
  void the_last_line_needs_no_end_and_a_mark_at_the_beginning_is_no_content() throws Exception {
    String text = "\uFEFF" + MemoryInput.line("a") + "\n" + MemoryInput.line("b");
    Lines.Checked checked = check(text);
    assertThat(checked.errors()).isEmpty();
    LineIndex index = checked.index();
    assertThat(index.count()).isEqualTo(2);
    var input = MemoryInput.of(text);
    assertThat(new String(input.read(index.offset(0), index.length(0)), UTF_8))
        .isEqualTo(MemoryInput.line("a"));
    assertThat(new String(input.read(index.offset(1), index.length(1)), UTF_8))
        .isEqualTo(MemoryInput.line("b"));
  }

  @Test
  void an_input_may_come_in_pieces_of_one_byte() throws Exception {
    byte[] bytes = MemoryInput.ofLines(5).bytes();
    assertThat(Lines.check(new MemoryInput(bytes, 1), RULES).index().count()).isEqualTo(5);
    LineIndex again = Lines.index(new MemoryInput(bytes, 7));
    assertThat(again.count()).isEqualTo(5);
    assertThat(again.offset(4)).isEqualTo(Lines.index(new MemoryInput(bytes)).offset(4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nonsense|invalid_json_line|
          [1]|invalid_json_line|
          "a"|invalid_json_line|
          {"custom_id":"a"|invalid_json_line|
          {} {}|invalid_json_line|
          {"method":"POST","url":"/v1/embeddings","body":{"model":"m"}}|missing_required_parameter|custom_id
          {"custom_id":7,"method":"POST","url":"/v1/embeddings","body":{"model":"m"}}|missing_required_parameter|custom_id
          {"custom_id":"","method":"POST","url":"/v1/embeddings","body":{"model":"m"}}|invalid_custom_id|custom_id
          {"custom_id":"a","url":"/v1/embeddings","body":{"model":"m"}}|missing_required_parameter|method
          {"custom_id":"a","method":"GET","url":"/v1/embeddings","body":{"model":"m"}}|invalid_method|method
          {"custom_id":"a","method":"POST","body":{"model":"m"}}|missing_required_parameter|url
          {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}|mismatched_url|url
          {"custom_id":"a","method":"POST","url":"/v1/embeddings"}|missing_required_parameter|body
          {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":"x"}|missing_required_parameter|body
          {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{}}|missing_required_parameter|body.model
          {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"other"}}|model_not_found|body.model
          {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"m","stream":true}}|invalid_stream|body.stream
          """)
  void each_fault_is_told_with_the_number_of_its_line(String bad, String code, String param)
      throws Exception {
    LineError error = only(MemoryInput.line("first") + "\n\n" + bad + "\n" + MemoryInput.line("z"));
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.line()).isEqualTo(3);
    assertThat(error.param()).isEqualTo(param == null ? "" : param);
    assertThat(error.message())
        .isNotBlank()
        .endsWith(error.code().startsWith("model") ? "other" : ".");
  }

  @Test
  void a_name_that_was_there_before_is_told_with_both_lines() throws Exception {
    String text =
        MemoryInput.line("a") + "\n" + MemoryInput.line("b") + "\n" + MemoryInput.line("a");
    LineError error = only(text);
    assertThat(error.code()).isEqualTo("duplicate_custom_id");
    assertThat(error.line()).isEqualTo(3);
    assertThat(error.message()).contains("line 1");
  }

  @Test
  void names_are_the_same_however_they_are_written() throws Exception {
    assertThat(only(MemoryInput.line("a") + "\n" + MemoryInput.line("\\u0061")).code())
        .isEqualTo("duplicate_custom_id");
  }

  @Test
  void a_line_that_is_not_utf8_is_told() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.write((MemoryInput.line("a") + "\n").getBytes(UTF_8));
    bytes.write(MemoryInput.line("x").replace("\"x\"}", "\"\u00e9\"}").getBytes(ISO_8859_1));
    List<LineError> errors = Lines.check(new MemoryInput(bytes.toByteArray()), RULES).errors();
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().code()).isEqualTo("invalid_utf8");
    assertThat(errors.getFirst().line()).isEqualTo(2);
  }

  @Test
  void a_line_that_is_too_long_is_told_and_never_held() throws Exception {
    String longest = padded(LARGEST);
    assertThat(check(longest + "\n").errors()).isEmpty();
    assertThat(check("\uFEFF" + longest + "\r\n").errors()).isEmpty();
    LineError error = only(padded(LARGEST + 1) + "\n" + MemoryInput.line("b"));
    assertThat(error.code()).isEqualTo("line_too_long");
    assertThat(error.message()).contains("2001 bytes", "2000", "(server.max_body)");
    assertThat(only("x".repeat(1_000_000)).code()).isEqualTo("line_too_long");
  }

  @Test
  void what_stands_behind_blanks_in_a_line_that_is_too_long_to_be_held_is_not_overlooked()
      throws Exception {
    for (int blanks : new int[] {LARGEST - 50, LARGEST, LARGEST + 50, 2 * LARGEST}) {
      String text = MemoryInput.line("a") + " ".repeat(blanks) + "x";
      assertThat(only(text + "\n" + MemoryInput.line("b")).code())
          .as(blanks + " blanks")
          .isEqualTo("line_too_long");
    }
  }

  @Test
  void a_line_that_has_changed_since_it_was_in_order_is_told_for_good() {
    for (String changed : new String[] {"{", "{\"custom_id\":\"a\"}"}) {
      assertThatThrownBy(() -> Line.of(changed.getBytes(UTF_8)))
          .isInstanceOfSatisfying(
              IOException.class, why -> assertThat(BatchWork.isFinal(why)).isTrue());
    }
  }

  private static String padded(int length) {
    String line = MemoryInput.line("a");
    return line.replace(
        "\"input\":\"a\"", "\"input\":\"a" + "y".repeat(length - line.length()) + "\"");
  }

  @Test
  void a_line_with_too_many_properties_is_told_and_never_built() throws Exception {
    var rules = new LineRules("/v1/embeddings", 5, 10 << 20, _ -> Optional.empty());
    String many = "\"a\":1,".repeat(400_000);
    String line = MemoryInput.line("a");
    for (String bad :
        List.of("{" + many + line.substring(1), line.replace("{\"model", "{" + many + "\"model"))) {
      List<LineError> errors = Lines.check(MemoryInput.of(line + "\n" + bad), rules).errors();
      assertThat(errors).hasSize(1);
      assertThat(errors.getFirst().code()).isEqualTo("too_many_properties");
      assertThat(errors.getFirst().line()).isEqualTo(2);
    }
  }

  @Test
  void a_long_body_of_few_properties_is_taken() throws Exception {
    var rules = new LineRules("/v1/embeddings", 5, 10 << 20, _ -> Optional.empty());
    String tokens = "[" + "[1,2,3],".repeat(500_000) + "[4]]";
    String line = MemoryInput.line("a").replace("\"input\":\"a\"", "\"input\":" + tokens);
    assertThat(Lines.check(MemoryInput.of(line), rules).errors()).isEmpty();
    String text =
        MemoryInput.line("a")
            .replace("\"input\":\"a\"", "\"input\":\"" + ",\\\"".repeat(3 << 20) + "\"");
    assertThat(Lines.check(MemoryInput.of(text), rules).errors()).isEmpty();
  }

  @Test
  void one_line_more_than_allowed_is_told() throws Exception {
    assertThat(Lines.check(MemoryInput.ofLines(5), RULES).errors()).isEmpty();
    List<LineError> errors = Lines.check(MemoryInput.ofLines(6), RULES).errors();
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().code()).isEqualTo("too_many_lines");
    assertThat(errors.getFirst().line()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF", "  \r\n"})
  void an_input_without_lines_is_told(String text) throws Exception {
    assertThat(only(text).code()).isEqualTo("empty_file");
  }

  @Test
  void a_hundred_faults_are_told_and_no_more() throws Exception {
    var rules = new LineRules("/v1/embeddings", 1_000, LARGEST, _ -> Optional.empty());
    List<LineError> errors = Lines.check(MemoryInput.of("x\n".repeat(500)), rules).errors();
    assertThat(errors).hasSize(Lines.MOST_ERRORS);
    assertThat(errors.getLast().line()).isEqualTo(100);
  }

  @Test
  void fifty_thousand_lines_are_read() throws Exception {
    var rules = new LineRules("/v1/embeddings", 50_000, LARGEST, _ -> Optional.empty());
    Lines.Checked checked = Lines.check(MemoryInput.ofLines(50_000), rules);
    assertThat(checked.errors()).isEmpty();
    assertThat(checked.index().count()).isEqualTo(50_000);
  }
}

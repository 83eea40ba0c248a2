package dev.sluice.accounts.tag;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tags as texts.
class TagTextTest {
  private static final List<String> NAMES = List.of("cost_center", "feature");

  private static String of(String... values) {
    return TagText.of(NAMES, List.of(values));
  }

  @Test
  void tags_are_an_object_of_json_without_those_that_have_no_value() {
    assertThat(of("42", "search")).isEqualTo("{\"cost_center\":\"42\",\"feature\":\"search\"}");
    assertThat(of("", "search")).isEqualTo("{\"feature\":\"search\"}");
    assertThat(of(" 42 ", " ")).isEqualTo("{\"cost_center\":\"42\"}");
    assertThat(of("", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\0",
        "a\nb",
        "\u202eabc",
        "a\u200bb",
        "\ud800",
        "say \"hi\"",
        "a\\b",
        "\u001b[31m",
        "{\"x\":1}"
      })
  void values_that_nobody_can_see_or_json_escapes_are_others(String value) {
    assertThat(of(value, "")).isEqualTo("{\"cost_center\":\"other\"}");
  }

  @Test
  void a_value_has_64_bytes_at_most() {
    assertThat(of("x".repeat(64), "")).contains("x".repeat(64));
    assertThat(of("x".repeat(65), "")).isEqualTo("{\"cost_center\":\"other\"}");
    assertThat(of("\u4e2d".repeat(21), "")).contains("\u4e2d".repeat(21));
    assertThat(of("\u4e2d".repeat(22), "")).isEqualTo("{\"cost_center\":\"other\"}");
  }

  @Test
  void a_text_is_read_as_it_was_written_and_what_is_none_has_no_tags() {
    for (String value : List.of("a", ":", ",", "{}", "a,b:c", "\u4e2d\u6587", "x=1;y=2", "'")) {
      assertThat(TagText.read(of(value, "b")))
          .containsExactly(entry("cost_center", value), entry("feature", "b"));
    }
    for (String none : List.of("", "{}", "x", "{\"", "\"}", "{\"a\"}", "[1]")) {
      assertThat(TagText.read(none)).as(none).isEmpty();
    }
  }

  @Test
  void tags_may_all_be_others() {
    assertThat(TagText.others(of("42", ""))).isEqualTo("{\"cost_center\":\"other\"}");
    assertThat(TagText.others("")).isEmpty();
  }
}

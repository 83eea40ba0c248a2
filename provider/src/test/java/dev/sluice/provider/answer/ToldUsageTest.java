package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.UsageMember;
import dev.sluice.call.request.UsageMember.Count;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToldUsageTest {
  private static final UsageMember PAGES =
      new UsageMember(Count.UNITS, Optional.of(PricedExtra.PAGE), List.of("info", "pages"));
  private static final UsageMember IMAGES =
      new UsageMember(Count.UNITS, Optional.of(PricedExtra.IMAGE), List.of("info", "images"));
  private static final UsageMember INPUT =
      new UsageMember(Count.INPUT, Optional.empty(), List.of("usage", "in"));
  private static final UsageMember OUTPUT =
      new UsageMember(Count.OUTPUT, Optional.empty(), List.of("usage", "out"));

  /// What is told by a text that comes in pieces of so many bytes.
  private static ToldUsage read(String text, int piece, UsageMember... members) {
    var told = new ToldUsage(List.of(members));
    byte[] bytes = text.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += piece) {
      told.feed(bytes, from, Math.min(bytes.length, from + piece));
    }
    told.end();
    return told;
  }

  private static Map<PricedExtra, Long> units(String text, UsageMember... members) {
    Map<PricedExtra, Long> whole = read(text, Integer.MAX_VALUE / 2, members).extras().uses();
    assertThat(read(text, 1, members).extras().uses()).as("byte by byte").isEqualTo(whole);
    return whole;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"info\":{\"pages\":7}}",
        "{\"info\":{\"pages\":6.2,\"more\":[{}]},\"x\":[1,{\"pages\":9}]}",
        "{\"info\":{\"pages\":\"7\"}}",
        "{\"info\":{\"pages\":7}}{\"info\":{\"pages\":",
        "\ufeff{\"info\":{\"pages\":7}}",
        "\t\r\n {\"info\":{\"pages\":7}}",
        "[{\"info\":{\"pages\":3}},{\"info\":{\"pages\":7}},{\"info\":{\"pages\":5}}]",
        "data: {\"info\":{\"pages\":3}}\n\ndata: {\"info\":{\"pages\":7}}\n\n",
        "{\"info\":{\"pages\":3}}\n{\"text\":\"x\"}\n{\"done\":true,\"info\":{\"pages\":7}}\n",
        "{\"text\":\"x\"}\r\n\r\n{\"info\":{\"pages\":7}}",
        "{\n \"info\": {\n  \"pages\": 7\n }\n}\n",
        "{\"text\":\"x\"}\n{\"cut\n{\"info\":{\"pages\":3}}\n}\n{\"info\":{\"pages\":7}}\n",
        "event: x\r\ndata: {\"info\":{\"pages\":7}}\r\n\r\ndata: {\"info\":{\"pages\":2}}\r\n\r\n",
        ": hello\n\n\ndata: [{\"info\":{\"pages\":7}}]\n\n",
        "\ufeffdata: {\"info\":{\"pages\":7}}\n\n",
        "{\"info\":{\"pages\":7},\"cut",
      })
  void a_member_tells_its_units(String text) {
    assertThat(units(text, PAGES)).containsExactlyInAnyOrderEntriesOf(told(7));
  }

  private static Map<PricedExtra, Long> told(long pages) {
    return Map.of(PricedExtra.PAGE, pages, PricedExtra.CALL, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"info\":{\"pages\":null}}",
        "{\"info\":{\"pages\":-1}}",
        "{\"info\":{\"pages\":1e400}}",
        "{\"info\":{\"pages\":100000001}}",
        "{\"info\":{\"pages\":\"many\"}}",
        "{\"info\":{\"pages\":\"NaN\"}}",
        "{\"info\":{\"pages\":true}}",
        "{\"info\":{\"pages\":[7]}}",
        "{\"info\":{\"pages\":{\"n\":7}}}",
        "{\"info\":{\"pages\":7777777777777777777777777777777777777}}",
        "{\"info\":[{\"pages\":7}]}",
        "{\"pages\":7}",
        "{\"info\":{\"pag",
        "info.pages=7",
        "<info><pages>7</pages></info>"
      })
  void what_is_no_count_tells_nothing(String text) {
    assertThat(units(text, PAGES)).isEqualTo(Map.of(PricedExtra.CALL, 1L));
  }

  @Test
  void none_is_told_too() {
    assertThat(units("{\"info\":{\"pages\":0}}", PAGES)).isEqualTo(told(0));
    assertThat(units("[{\"info\":{\"pages\":2}},{\"info\":{\"pages\":0}}]", PAGES))
        .isEqualTo(told(2));
  }

  @Test
  void two_members_tell_each_its_own() {
    String both = "{\"info\":{\"images\":3,\"pages\":7}}";
    assertThat(units(both, PAGES, IMAGES))
        .isEqualTo(Map.of(PricedExtra.PAGE, 7L, PricedExtra.IMAGE, 3L, PricedExtra.CALL, 1L));
    assertThat(units(both, IMAGES, INPUT, OUTPUT)).isEqualTo(Map.of(PricedExtra.IMAGE, 3L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"usage":{"in":5,"out":7}}                                          | 5 | 7
          {"usage":{"in":5}}                                                  | 5 | -1
          {"usage":{"in":"x","out":0}}                                        | -1 | 0
          [{"usage":{"in":1,"out":1}},{"usage":{"in":5,"out":7}}]             | 5 | 7
          {}                                                                  | -1 | -1
          """)
  void members_tell_tokens(String text, long input, long output) {
    UsageReport report = read(text, 3, INPUT, OUTPUT).report().orElseThrow();
    assertThat(report.input()).isEqualTo(count(input));
    assertThat(report.output()).isEqualTo(count(output));
  }

  private static OptionalLong count(long count) {
    return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }
}

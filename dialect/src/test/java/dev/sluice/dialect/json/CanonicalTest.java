package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
  private static String of(String json) {
    byte[] bytes = ("??" + json + "??").getBytes(UTF_8);
    var out = new ByteArrayOutputStream();
    Canonical.of(bytes, 2, bytes.length - 2, out::write);
    return out.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":1,\"a\":2}| {\"a\":2,\"b\":1}",
        "{\"a\":[1,2],\"b\":{}}| \\n{ \"b\" : { } ,\\t\"a\":[ 1 , 2 ] }",
        "{\"a\":\"x,}\",\"b\":\"\\\\\\\"\"}| {\"b\":\"\\\\\\\"\", \"a\":\"x,}\"}",
        "{\"ab\":0,\"a\":{\"c\":[{}]}}| {\"a\":{\"c\":[{}]},\"ab\":0}",
        "{}| { }"
      })
  void order_and_white_space_do_not_matter(String one, String other) {
    String spaced = other.replace("\\n", "\n").replace("\\t", "\t");
    assertThat(of(one)).isEqualTo(of(spaced));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"x y\"}| {\"a\":\"xy\"}",
        "{\"a\":{\"x\":1,\"y\":2}}| {\"a\":{\"y\":2,\"x\":1}}",
        "{\"a\":[1,2]}| {\"a\":[2,1]}",
        "{\"a\":[12]}| {\"a\":[1,2]}",
        "{\"a\":1}| {\"a\":1.0}",
        "{\"a\":1}| {\"b\":1}",
        "{\"a\":1}| {\"a\":1,\"b\":null}",
        "{\"a\":\"1\"}| {\"a\":1}",
        "{\"a\":\"b\",\"c\":\"d\"}| {\"a\":\"d\",\"c\":\"b\"}",
        "{\"a\":\"\\\",\\\"b\\\":\\\"\"}| {\"a\":\"\",\"b\":\"\"}"
      })
  void everything_else_does(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }

  @Test
  void its_form_is_an_object_without_braces() {
    assertThat(of("{\"b\": [1, \"x y\"], \"a\": null }"))
        .isEqualTo("\"a\":null,\"b\":[1,\"x y\"],");
  }
}

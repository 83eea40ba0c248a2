package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is JSON and what is not, what is opened, and what is told apart by nothing but its bytes.
class JsonReaderTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  private static JsonNode read(String json) throws NotJsonException {
    return JsonReader.WHOLE.read(json.getBytes(UTF_8), HeapMeter.unbounded());
  }

  private static boolean isJson(byte[] json, JsonReader reader) {
    try {
      reader.read(json, HeapMeter.unbounded());
      return true;
    } catch (NotJsonException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "01",
        "-",
        "-01",
        "1.",
        ".1",
        "1e",
        "1e+",
        "+1",
        "NaN",
        "tru",
        "truex",
        "nulls",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "1 2",
        "[]]",
        "{}}",
        "[}",
        "{]",
        "[\"a\":1]"
      })
  void what_is_not_json_is_refused_wherever_it_stands(String text) {
    assertThat(isJson(text.getBytes(UTF_8), JsonReader.WHOLE)).isFalse();
    byte[] unknown = ("{\"zz\":" + text + "}").getBytes(UTF_8);
    assertThat(isJson(unknown, JsonReader.of())).isFalse();
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    int[][] broken = {
      {0x80},
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0xC3},
      {0xE0, 0x80, 0x80},
      {0xED, 0xA0, 0x80},
      {0xE4, 0xB8},
      {0xF0, 0x80, 0x80, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80}
    };
    for (int[] bytes : broken) {
      byte[] json = new byte[bytes.length + 2];
      json[0] = '"';
      for (int i = 0; i < bytes.length; i++) {
        json[i + 1] = (byte) bytes[i];
      }
      json[json.length - 1] = '"';
      assertThat(isJson(json, JsonReader.WHOLE)).isFalse();
    }
  }

  /// A random text reads as another parser reads it.
  @Test
  void it_reads_what_jackson_reads() throws IOException, NotJsonException {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text = random(random, 4);
      assertThat(tokens(read(text))).as(text).isEqualTo(tokens(text));
      String broken = broken(text, random);
      assertThat(isJson(broken.getBytes(UTF_8), JsonReader.WHOLE))
          .as(broken)
          .isEqualTo(isJackson(broken));
      assertThat(isJson(("[" + broken + "]").getBytes(UTF_8), JsonReader.of()))
          .as(broken)
          .isEqualTo(isJackson("[" + broken + "]"));
    }
  }

  private static boolean isJackson(String text) {
    try {
      return values(text) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static int values(String text) throws IOException {
    int values = 0;
    try (JsonParser parser = JACKSON.createParser(text.getBytes(UTF_8))) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
        parser.getText();
        values++;
      }
    }
    return values;
  }

  private static List<String> tokens(String text) throws IOException {
    var tokens = new ArrayList<String>();
    try (JsonParser parser = JACKSON.createParser(text.getBytes(UTF_8))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean name = token == JsonToken.FIELD_NAME;
        tokens.add((name ? "name " : "") + parser.getText());
      }
    }
    return tokens;
  }

  private static List<String> tokens(JsonNode node) {
    var tokens = new ArrayList<String>();
    boolean object = node.is(JsonKind.OBJECT);
    boolean array = node.is(JsonKind.ARRAY);
    tokens.add(object ? "{" : array ? "[" : node.text());
    for (JsonNode child : node.children()) {
      if (object) {
        tokens.add("name " + child.name());
      }
      tokens.addAll(tokens(child));
    }
    if (object || array) {
      tokens.add(object ? "}" : "]");
    }
    return tokens;
  }

  private static String random(Random random, int depth) {
    String[] scalars = {
      "1",
      "-0",
      "12.50",
      "1e5",
      "-3E-2",
      "true",
      "false",
      "null",
      "\"\"",
      "\"a\"",
      "\"é漢😀\"",
      "\"\\u00e9\\n\\\"\\\\\\/\\ud83d\\ude00\"",
      " \"spaced\" ",
      "\"0123456789012345678901234567890\""
    };
    int kind = depth == 0 ? 0 : random.nextInt(3);
    if (kind == 0) {
      return scalars[random.nextInt(scalars.length)];
    }
    var text = new StringBuilder(kind == 1 ? "[" : "{");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ,\n");
      text.append(kind == 1 ? "" : "\"n" + i + "\":").append(random(random, depth - 1));
    }
    return text.append(kind == 1 ? "]" : "}").toString();
  }

  private static String broken(String text, Random random) {
    int at = random.nextInt(text.length());
    String with = "{}[],:\"1 ate-".substring(random.nextInt(12)).substring(0, 1);
    return text.substring(0, at) + with + text.substring(at + 1);
  }

  @Test
  void what_is_not_known_by_its_name_stays_bytes() throws NotJsonException {
    byte[] json = "{\"a\":[{\"b\":1,\"c\":[2]},[3]],\"zz\":{\"a\":[4]}}".getBytes(UTF_8);
    JsonNode top = JsonReader.of("a").read(json, HeapMeter.unbounded());
    JsonNode known = requireNonNull(top.get("a"));
    JsonNode unknown = requireNonNull(top.get("zz"));
    assertThat(known.children().getFirst().number("b", 0)).isEqualTo(1);
    assertThat(requireNonNull(known.children().getFirst().get("c")).children()).isEmpty();
    assertThat(known.children().getLast().children()).hasSize(1);
    assertThat(unknown.children()).isEmpty();
    assertThat(unknown.raw().text()).isEqualTo("{\"a\":[4]}");
    assertThat(unknown.read(JsonReader.WHOLE).children("a")).hasSize(1);
  }

  @Test
  void levels_and_digits_have_bounds() {
    for (JsonReader reader : new JsonReader[] {JsonReader.WHOLE, JsonReader.of()}) {
      String deepest = "[".repeat(511) + "]".repeat(511);
      assertThat(isJson(("{\"zz\":" + deepest + "}").getBytes(UTF_8), reader)).isTrue();
      assertThat(isJson(("{\"zz\":[" + deepest + "]}").getBytes(UTF_8), reader)).isFalse();
      assertThat(isJson("1".repeat(1000).getBytes(UTF_8), reader)).isTrue();
      assertThat(isJson("1".repeat(1001).getBytes(UTF_8), reader)).isFalse();
    }
  }

  @Test
  void a_tree_is_asked_for_in_steps_before_it_is_built() {
    byte[] ones = ("[" + "1,".repeat(100_000) + "1]").getBytes(UTF_8);
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> JsonReader.WHOLE.read(ones, HeapMeter.upTo(1_000_000)));
  }

  @Test
  void a_property_is_found_without_a_tree() {
    assertThat(
            JsonReader.string(
                "{\"a\":[1],\"input\":\"x\",\"input\":null}", "input", HeapMeter.unbounded()))
        .isEqualTo("x");
    assertThat(JsonReader.string("{\"input\":\"x\",\"input\":1}", "input", HeapMeter.unbounded()))
        .isNull();
    assertThat(JsonReader.string("{\"input\":\"x\"} 1", "input", HeapMeter.unbounded())).isNull();
    assertThat(JsonReader.string("{\"input\":\"x\"", "input", HeapMeter.unbounded())).isNull();
    assertThat(JsonReader.string("{}", "input", HeapMeter.unbounded())).isNull();
    assertThat(JsonReader.isObject(" {\"a\":[{}]} ", HeapMeter.unbounded())).isTrue();
    assertThat(JsonReader.isObject("{\"a\":[}]}", HeapMeter.unbounded())).isFalse();
    assertThat(JsonReader.isObject("[]", HeapMeter.unbounded())).isFalse();
    for (String marked : List.of("\ufeff[1]", "\ufeff1", "\ufeff{}", " \ufeff{}", "\ufeff")) {
      assertThat(JsonReader.isObject(marked, HeapMeter.unbounded())).as(marked).isFalse();
    }
  }
}

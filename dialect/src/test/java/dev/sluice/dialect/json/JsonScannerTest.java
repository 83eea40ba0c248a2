package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScannerTest {
  private static final JsonSelector<String> SHAPE =
      JsonSelector.object(
              Map.of(
                  "a",
                  JsonSelector.kept("a"),
                  "b",
                  JsonSelector.array(
                      "b", JsonSelector.object(Map.of("a", JsonSelector.kept("ba")))),
                  "long name",
                  JsonSelector.anywhere(Map.of("é", JsonSelector.reported("é")))))
          .unique();

  private static final JsonFactory JSON = new JsonFactory();

  /// Nothing that makes a number infinite, which is JSON nevertheless.
  private static final String DAMAGE = "{}[],:\"\\x1.-";

  /// What a scanner says of a text.
  private static final class Told implements JsonScanner.Listener<String, IOException> {
    private final List<String> found = new ArrayList<>();

    @Override
    public void found(String tag, JsonScanner<String, IOException> at) {
      String text = at.kind() == JsonKind.STRING ? at.text() : at.raw();
      found.add(tag + " " + at.kind() + " " + at.start() + "-" + at.end() + " " + text);
    }

    @Override
    public IOException refused(JsonFlaw flaw, long at, JsonScanner<String, IOException> scanner) {
      return new IOException(flaw + " " + at + " " + scanner.path());
    }
  }

  private static List<String> scan(byte[] text, int... cuts) {
    Told told = new Told();
    var scanner = new JsonScanner<>(SHAPE, told);
    try {
      int from = 0;
      for (int cut : cuts) {
        byte[] piece = Arrays.copyOfRange(text, from, cut);
        scanner.feed(piece, 0, piece.length);
        from = cut;
      }
      scanner.feed(text, from, text.length);
      scanner.finish();
    } catch (IOException e) {
      told.found.add(e.getMessage());
    }
    return told.found;
  }

  private static List<String> scan(String text) {
    return scan(text.getBytes(UTF_8));
  }

  @Test
  void finds_what_is_named_and_where() {
    assertThat(
            scan(
                "{\"x\":{\"a\":1},\"a\" : \"t\\u00e9\",\"b\":[{\"a\":-1.5e3},{\"b\":[]},2],"
                    + "\"long name\":[[{\"x\":{\"\\u00e9\":[]}}],\"é\"]}"))
        .containsExactly(
            "a STRING 19-28 té", "ba NUMBER 39-45 -1.5e3", "b ARRAY 33-58 ", "é ARRAY 88-90 ");
  }

  @Test
  void says_the_same_wherever_a_text_is_cut() {
    Random random = new Random(3);
    RandomJson made = new RandomJson(random);
    for (int round = 0; round < 2_000; round++) {
      byte[] text = damaged(made.next().getBytes(UTF_8), random);
      List<String> whole = scan(text);
      for (int cut = 0; cut <= text.length; cut++) {
        assertThat(scan(text, cut)).as(new String(text, UTF_8)).isEqualTo(whole);
      }
      int[] everywhere = IntStream.range(0, text.length).toArray();
      assertThat(scan(text, everywhere)).as(new String(text, UTF_8)).isEqualTo(whole);
    }
  }

  private static byte[] damaged(byte[] text, Random random) {
    if (random.nextInt(3) == 0) {
      text[random.nextInt(text.length)] = (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
    }
    return text;
  }

  @Test
  void takes_the_objects_that_jackson_takes() {
    Random random = new Random(4);
    RandomJson made = new RandomJson(random);
    int valid = 0;
    for (int round = 0; round < 20_000; round++) {
      // A name that occurs twice on top is refused here; this is the object of an outer one.
      String text =
          "{\"x\":" + new String(damaged(made.next().getBytes(UTF_8), random), UTF_8) + "}";
      boolean isJson = isJson(text);
      assertThat(scan(text).isEmpty()).as(text).isEqualTo(isJson);
      valid += isJson ? 1 : 0;
    }
    assertThat(valid).isBetween(10_000, 19_000);
  }

  /// Whether it is one object with nothing behind it.
  private static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|EMPTY 0",
        "~ [1]~|NO_OBJECT 1",
        "~{\"a\":1~|CUT_SHORT 6",
        "~{\"a\":1}1~|BEHIND_END 7",
        "~{\"a\":}~|NO_VALUE 5",
        "~{\"x\":[1,]}~|NO_VALUE 8",
        "~{a:1}~|NO_NAME 1",
        "~{\"x\":{1}}~|NO_NAME 6",
        "~{\"a\" 1}~|NO_COLON 5",
        "~{\"x\":{\"y\" 1}}~|NO_COLON 10",
        "~{\"a\":1 2}~|NO_COMMA 7",
        "~{\"x\":[1 2]}~|NO_COMMA 8",
        "~{\"x\":[1}}~|NO_COMMA 7",
        "~{\"a\":tru}~|WORD 8",
        "~{\"x\":[nulL]}~|WORD 9",
        "~{\"a\":1.}~|NUMBER 7",
        "~{\"x\":[-]}~|NUMBER 7",
        "~{\"a\":\"\t\"}~|CONTROL 6",
        "~{\"x\":\"0123456789\\x\"}~|ESCAPE 17",
        "~{\"x\":\"\\u00g0\"}~|ESCAPE 10",
        "~{\"x\":\"\\udc00\"}~|SURROGATE 11",
        "~{\"x\":\"\\ud800\\n\"}~|SURROGATE 13",
        "~{\"x\":[1e999]}~|NOT_FINITE 11"
      })
  void a_flaw_has_a_place(String text, String flaw) {
    assertThat(scan(text).getLast()).startsWith(flaw);
  }

  @Test
  void depth_counts_what_is_around() {
    int levels = ValueScan.DEPTH_MAX - 1;
    assertThat(scan("{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}")).isEmpty();
    assertThat(scan("{\"x\":" + "[".repeat(levels + 1)).getFirst()).startsWith("TOO_DEEP");
    String nested = "{\"b\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    assertThat(scan(nested).getFirst()).startsWith("b ARRAY");
    assertThat(scan("{\"b\":" + "[".repeat(levels + 1)).getFirst()).startsWith("TOO_DEEP");
  }

  @Test
  void a_name_that_occurs_twice_is_told_by_its_path() {
    assertThat(scan("{\"x\":1,\"x\":2}")).singleElement().asString().endsWith(" x");
    assertThat(scan("{\"x\":1,\"\\u0078\":2}").getFirst()).startsWith("TWICE");
    assertThat(scan("{\"x\":{\"y\":1,\"y\":1}}")).isEmpty();
  }

  @Test
  void names_have_a_bound_however_they_arrive() {
    String name = "n".repeat(PropertyNames.CHARS_MAX + 1);
    byte[] text = ("{\"" + name + "\":1}").getBytes(UTF_8);
    assertThat(scan(text).getFirst()).startsWith("TOO_MANY_NAMES");
    assertThat(scan(text, 10, 70_000 / 2).getFirst()).startsWith("TOO_MANY_NAMES");
    String many =
        IntStream.rangeClosed(0, PropertyNames.COUNT_MAX)
            .mapToObj(i -> "\"" + i + "\":0")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(scan(many).getFirst()).startsWith("TOO_MANY_NAMES");
    assertThat(scan("{\"x\":" + many + "}")).isEmpty();
  }

  @Test
  void a_value_that_is_too_long_is_told_without_its_text() {
    String longest = "x".repeat(JsonScanner.KEPT_MAX - 2);
    assertThat(scan("{\"a\":\"" + longest + "\"}").getFirst()).endsWith(" " + longest);
    assertThat(scan("{\"a\":\"" + longest + "y\"}").getFirst()).endsWith(" ");
  }
}

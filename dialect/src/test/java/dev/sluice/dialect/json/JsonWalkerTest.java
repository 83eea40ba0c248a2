package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWalkerTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  /// `a` at the top is kept, `b` holds an object with another `a`, or an array of them.
  private static final JsonSelector<String> INNER =
      JsonSelector.object(Map.of("a", JsonSelector.kept("b.a")));

  private static final JsonSelector<String> SHAPE =
      JsonSelector.object(
          Map.of(
              "a", JsonSelector.kept("a"),
              "b", INNER,
              "c", JsonSelector.array(INNER),
              "d", JsonSelector.reported("d"),
              "e", JsonSelector.objectOrKept("e", Map.of("a", JsonSelector.kept("e.a")))));

  private final List<String> found = new ArrayList<>();
  private final JsonWalker<String> walker = new JsonWalker<>(SHAPE, this::note);

  private void note(String tag, JsonWalker<String> at) {
    found.add(tag + "=" + at.kind() + (at.empty() ? " empty" : "") + " " + at.raw());
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    walker.feed(bytes, 0, bytes.length);
  }

  @Test
  void tells_what_the_shape_names() {
    feed(
        """
        {"x": {"a": 1}, "a": [1, {"a": 2}], "b": {"y": [{"a": 3}], "a": "v\\"w"},
         "c": [{"a": true}, 7, {"a": null}, []], "d": "", "e": {"a": {}}}""");
    assertThat(found)
        .containsExactly(
            "a=ARRAY [1, {\"a\": 2}]",
            "b.a=STRING \"v\\\"w\"",
            "b.a=BOOLEAN true",
            "b.a=NULL null",
            "d=STRING empty ",
            "e.a=OBJECT empty {}");
    assertThat(walker.complete()).isTrue();
  }

  /// A comma with nothing behind it is skipped with the numbers, and still no JSON.
  @Test
  void numbers_that_do_not_matter_are_skipped_and_end_where_they_end() {
    String vector = "[-1.5e-3,20,3.25,4,-0.5,6 ,7]";
    String text = "{\"x\":" + vector + ",\"d\":" + vector + ",\"a\":[1,2,3],\"e\":[[1,2,3]]}";
    for (int cut = 1; cut < text.length(); cut++) {
      found.clear();
      walker.restart();
      feed(text.substring(0, cut));
      feed(text.substring(cut));
      assertThat(walker.complete()).as("cut at " + cut).isTrue();
      assertThat(found).containsExactly("d=ARRAY ", "a=ARRAY [1,2,3]", "e=ARRAY [[1,2,3]]");
    }
    for (String wrong : List.of("[1,2,]", "[1,2,,3]", "[1,2,3}", "[1,2:3]", "[1,2\"3\"]", "[,1]")) {
      walker.restart();
      feed("{\"x\":" + wrong + "}");
      assertThat(walker.complete()).as(wrong).isFalse();
    }
  }

  @Test
  void an_object_may_be_something_else() {
    feed("{\"e\":\"text\",\"b\":5}");
    assertThat(found).containsExactly("e=STRING \"text\"");
  }

  @Test
  void says_when_containers_are_empty() {
    feed("{\"a\":[ ],\"b\":{\"a\":{ }}}");
    assertThat(found).containsExactly("a=ARRAY empty [ ]", "b.a=OBJECT empty { }");
  }

  @Test
  void keeps_no_value_beyond_the_bound() {
    feed("{\"a\":\"" + "x".repeat(JsonWalker.KEPT_MAX) + "\",\"b\":{\"a\":1}}");
    assertThat(found).containsExactly("a=STRING ", "b.a=NUMBER 1");
  }

  @Test
  void finds_the_same_at_every_cut() {
    byte[] text =
        "{\"a\":\"\\\"\\\\é😀\",\"b\":{\"a\":-1.5e3},\"c\":[{\"a\":[]}],\"d\":false,\"e\":{\"a\":\"\"}}"
            .getBytes(UTF_8);
    walker.feed(text, 0, text.length);
    List<String> whole = List.copyOf(found);
    assertThat(whole).hasSize(5);
    for (int cut = 0; cut <= text.length; cut++) {
      found.clear();
      walker.restart();
      walker.feed(text, 0, cut);
      walker.feed(text, cut, text.length);
      assertThat(found).as("cut at %d", cut).isEqualTo(whole);
      assertThat(walker.complete()).isTrue();
    }
    found.clear();
    walker.restart();
    for (int i = 0; i < text.length; i++) {
      assertThat(walker.complete()).isFalse();
      walker.feed(text, i, i + 1);
    }
    assertThat(found).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{]",
        "[}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{,}",
        "[,]",
        "[1,]",
        "{\"a\":1,}",
        "[1 2]",
        "{1:2}",
        "]",
        "hello",
        "5",
        "{}{}",
        "{} x",
        "[:]",
        "{\"a\"::1}",
        "[\"a\":1]"
      })
  void what_cannot_become_json_is_broken(String text) {
    feed(text);
    assertThat(walker.broken()).isTrue();
    assertThat(walker.complete()).isFalse();
  }

  @Test
  void nests_as_deep_as_allowed_and_no_deeper() {
    feed("[".repeat(JsonWalker.DEPTH_MAX) + "]".repeat(JsonWalker.DEPTH_MAX));
    assertThat(walker.complete()).isTrue();
    walker.restart();
    feed("[".repeat(JsonWalker.DEPTH_MAX + 1));
    assertThat(walker.broken()).isTrue();
    walker.restart();
    feed("[".repeat(1_000_000));
    assertThat(walker.broken()).isTrue();
  }

  /// Whatever the reader has opened: what it has passed over is walked over as it was written.
  @Test
  void finds_the_same_in_a_text_that_has_been_read() throws JsonReader.NotJsonException {
    Random random = new Random(42);
    RandomJson texts = new RandomJson(random);
    JsonSelector<String> inner =
        JsonSelector.objectOrArrayTold(
            "told",
            Map.of("a", JsonSelector.kept("a"), "é", JsonSelector.reported("é")),
            JsonSelector.objectOrKept("element", Map.of("b", JsonSelector.kept("b"))));
    JsonSelector<String> shape =
        JsonSelector.objectOrArray(
            Map.of(
                "a",
                JsonSelector.array("list", inner),
                "b",
                inner,
                "long name",
                JsonSelector.anywhere(Map.of("a", JsonSelector.kept("any")))),
            inner);
    List<JsonReader> readers =
        List.of(
            JsonReader.WHOLE, JsonReader.of("a"), JsonReader.of("b"), JsonReader.of("long name"));
    for (int i = 0; i < 5_000; i++) {
      String text = texts.next();
      byte[] bytes = text.getBytes(UTF_8);
      List<String> fed = new ArrayList<>();
      var feeding = new JsonWalker<>(shape, (tag, at) -> fed.add(all(tag, at)));
      feeding.restart();
      feeding.feed(bytes, 0, bytes.length);
      for (JsonReader reader : readers) {
        List<String> walked = new ArrayList<>();
        var walking = new JsonWalker<>(shape, (tag, at) -> walked.add(all(tag, at)));
        walking.walk(reader.read(bytes, HeapMeter.unbounded()));
        assertThat(walked).as(text).isEqualTo(fed);
        assertThat(walking.complete()).as(text).isTrue();
      }
    }
  }

  private static String all(String tag, JsonWalker<String> at) {
    List<String> shown = new ArrayList<>();
    var other = new JsonWalker<>(SHAPE, (inside, there) -> shown.add(inside + there.raw()));
    at.show(other);
    String length = at.kind() == JsonKind.STRING ? "" + at.length() : "";
    return String.join(
        " ",
        tag,
        at.kind().toString(),
        "" + at.empty(),
        at.raw(),
        at.text(),
        "" + at.count(),
        at.start() + "-" + at.end(),
        length,
        shown.toString());
  }

  @Test
  void agrees_with_jackson_on_random_texts_and_their_prefixes() throws IOException {
    Random random = new Random(11);
    RandomJson texts = new RandomJson(random);
    JsonSelector<String> a = JsonSelector.kept("");
    for (int round = 0; round < 20_000; round++) {
      String text = texts.next();
      List<String> values = new ArrayList<>();
      JsonWalker<String> walker =
          new JsonWalker<>(
              JsonSelector.object(Map.of("a", a)),
              (tag, at) -> values.add(at.kind() == JsonKind.STRING ? at.text() : at.kind() + ""));
      byte[] bytes = text.getBytes(UTF_8);
      int cut = random.nextInt(bytes.length);
      walker.feed(bytes, 0, cut);
      assertThat(walker.broken()).as(text).isFalse();
      assertThat(walker.complete()).as(text).isFalse();
      walker.feed(bytes, cut, bytes.length);
      assertThat(walker.complete()).as(text).isTrue();
      assertThat(values).as(text).isEqualTo(byJackson(bytes));
    }
  }

  private static List<String> byJackson(byte[] text) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = JACKSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return values;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = parser.currentName().equals("a");
        JsonToken value = parser.nextToken();
        if (named) {
          values.add(value == JsonToken.VALUE_STRING ? raw(parser.getText()) : kind(value));
        }
        parser.skipChildren();
      }
    }
    return values;
  }

  private static String raw(String text) {
    return text.equals("é\\") ? "\\u00e9\\\\" : text;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "OBJECT";
      case START_ARRAY -> "ARRAY";
      case VALUE_NULL -> "NULL";
      case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN";
      default -> "NUMBER";
    };
  }
}

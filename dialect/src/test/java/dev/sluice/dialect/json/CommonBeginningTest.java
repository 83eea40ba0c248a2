package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Texts that begin alike are read as each of them alone.
class CommonBeginningTest {
  private static final JsonSelector<String> SHAPE =
      JsonSelector.objectOrArray(
          Map.of(
              "say", JsonSelector.kept("say"),
              "list", JsonSelector.array("list", JsonSelector.kept("item"))),
          JsonSelector.object(Map.of("say", JsonSelector.kept("say"))));

  private final List<String> found = new ArrayList<>();
  private final JsonWalker<String> walker = walker(found);

  private static JsonWalker<String> walker(List<String> into) {
    return new JsonWalker<>(
        SHAPE, (tag, at) -> into.add(tag + at.start() + "-" + at.end() + at.kind() + at.raw()));
  }

  @Test
  void texts_that_begin_alike_are_read_as_if_alone() {
    String common = " { \"id\":\"a\\\"b\", \"n\" : {\"say\":1} ,\"say\":";
    for (int i = 0; i < 4; i++) {
      assertThat(read(common + i + "}")).isEqualTo(alone(common + i + "}"));
    }
  }

  @Test
  void a_text_that_ends_within_the_common_beginning_is_not_complete() {
    String common = "{\"id\":1,\"say\":";
    read(common + "1}");
    read(common + "2}");
    assertThat(read("{\"id\":1,")).isEqualTo(alone("{\"id\":1,")).endsWith("cut");
    assertThat(read("{\"id\":1}")).isEqualTo(alone("{\"id\":1}")).endsWith("complete");
  }

  @Test
  void nothing_but_blank_space_is_no_common_beginning() {
    read("{   \"say\":1}");
    read("{   \"say\":2}");
    assertThat(read("{   }")).endsWith("complete");
  }

  @Test
  void texts_changed_at_random_are_read_as_if_alone() {
    Random random = new Random(7);
    String base = "{\"id\":\"x\",\"o\":[{\"say\":[]},1.5],\"say\":\"word\",\"list\":[1,{}]}";
    for (int i = 0; i < 20_000; i++) {
      byte[] text = base.getBytes(UTF_8);
      if (random.nextInt(3) == 0) {
        text[random.nextInt(text.length)] = (byte) "\"\\,:{}[]1 tx".charAt(random.nextInt(12));
      }
      String changed = new String(text, 0, text.length - random.nextInt(2), UTF_8);
      int cut = random.nextInt(4) == 0 ? random.nextInt(changed.length()) : 0;
      assertThat(read(changed, cut)).as(changed + " cut at " + cut).isEqualTo(alone(changed));
    }
  }

  @Test
  void a_longer_beginning_takes_the_place_of_a_shorter_one() {
    for (String id : List.of("1", "23", "4567", "8", "90123456789")) {
      String common = "{\"id\":" + id + ",\"say\":";
      read(common + "1}");
      assertThat(read(common + "2}")).isEqualTo(alone(common + "2}")).endsWith("complete");
    }
  }

  private String read(String text) {
    return read(text, 0);
  }

  private String read(String text, int cut) {
    walker.restart();
    return read(walker, found, text, cut);
  }

  private static String alone(String text) {
    List<String> into = new ArrayList<>();
    return read(walker(into), into, text, 0);
  }

  private static String read(JsonWalker<String> by, List<String> found, String text, int cut) {
    found.clear();
    byte[] bytes = ("##" + text).getBytes(UTF_8);
    by.feed(bytes, 2, 2 + cut);
    by.feed(bytes, 2 + cut, bytes.length);
    return found + (by.broken() ? "broken" : by.complete() ? "complete" : "cut");
  }
}

package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.item.Share;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiItemsTest {
  private static final String ANSWER =
      """
      {"object":"list", "data":[{"object":"embedding","index":0,"embedding":[1.50,-2e-3]},
       {"object":"embedding","index":1,"embedding":[3]}] , "model":"m",
       "usage":{"prompt_tokens":7,"total_tokens":7},"extra":{"a":[1]}}""";

  private final OpenAiItems codec = new OpenAiItems();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Hi \\"there\\", \\u00e9" | "Hi \\"there\\", \\u00e9"
          ["a", "b" ,"a"]           | "a";"b";"a"
          [1, 22,333]               | [1, 22,333]
          [[1],[2 ,3]]              | [1];[2 ,3]
          """)
  void every_form_of_input_is_taken_apart(String input, String items) {
    Items read = read("{\"input\": " + input + ", \"model\":\"m\"}").orElseThrow();
    assertThat(read.items().stream().map(Item::toString)).containsExactly(items.split(";"));
    BuiltRequest built =
        codec.ask(read.frame(), read.items(), facts("{\"model\":\"m\",\"input\":1}"));
    assertThat(built.body().toString(UTF_8))
        .isEqualTo("{\"model\":\"m\",\"input\":[" + items.replace(';', ',') + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[\"a\",[1]]",
        "[[1],\"a\"]",
        "[1,\"a\"]",
        "[[1],[]]",
        "[[1.5]]",
        "[[\"a\"]]",
        "[null]",
        "[{\"type\":\"text\",\"text\":\"a\"}]",
        "[1,[2]]",
        "[\"a\",{\"b\":[1]}]",
        "[[[1]]]"
      })
  void an_input_of_no_known_form_stays_whole(String input) {
    assertThat(read("{\"input\": " + input + ", \"model\":\"m\"}")).isEmpty();
    assertThat(read("{\"model\":\"m\", \"input\": " + input + "}")).isEmpty();
  }

  @Test
  void a_chat_and_a_moderation_of_tokens_stay_whole() {
    assertThat(read(Operation.MODERATIONS, "{\"model\":\"m\",\"input\":[1]}")).isEmpty();
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}")).isEmpty();
  }

  @Test
  void frames_are_equal_whatever_the_order_of_their_properties() {
    RequestTemplate one =
        frame("{\"model\":\"m\", \"user\":\"u\",\"input\":\"a\",\"dimensions\": 8}");
    RequestTemplate two =
        frame("{\"dimensions\":8,\"input\":[\"b\"],\"user\":\"u\",\"model\":\"m\"}");
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"n\",\"input\":\"a\"}",
        "{\"model\":\"m\",\"input\":[1]}",
        "{\"model\":\"m\",\"input\":\"a\",\"user\":\"u\"}",
        "{\"model\":\"m\",\"input\":\"a\",\"seed\":1}",
        "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":8}",
        "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"base64\"}",
        "{\"model\":\"m\",\"input\":\"a\",\"unheard_of\":{\"x\":[]}}"
      })
  void any_property_that_differs_makes_another_frame(String body) {
    assertThat(frame(body)).isNotEqualTo(frame("{\"model\":\"m\",\"input\":\"a\"}"));
  }

  @Test
  void the_same_request_of_another_operation_has_another_frame() {
    String body = "{\"model\":\"m\",\"input\":\"a\"}";
    assertThat(read(Operation.MODERATIONS, body).orElseThrow().frame()).isNotEqualTo(frame(body));
  }

  @Test
  void a_request_put_together_says_where_its_model_stands() {
    RequestTemplate template = frame("{\"user\":\"u\",\"model\":\"a\\u0062c\",\"input\":\"x\"}");
    BuiltRequest built =
        codec.ask(template, items("\"x\""), facts("{\"model\":\"abc\",\"input\":1}"));
    assertThat(built.facts()).isEqualTo(facts(built.body().toString(UTF_8)));
  }

  @Test
  void an_answer_put_together_again_is_the_same() {
    ItemResults parts = split(ANSWER, 2).orElseThrow();
    assertThat(join(parts, List.of(0, 1), Share.ALL))
        .isEqualTo(ANSWER.replace(",\n {\"object\":\"embedding\"", ",{\"object\":\"embedding\""));
  }

  @Test
  void parts_are_renumbered_and_usage_is_shared() {
    ItemResults parts = split(ANSWER, 2).orElseThrow();
    assertThat(join(parts, List.of(1), new Share(3, 4, 7)))
        .startsWith("{\"object\":\"list\", \"data\":[{\"object\":\"embedding\",\"index\":0,")
        .contains("\"embedding\":[3]}]", "{\"prompt_tokens\":4,\"total_tokens\":4},\"extra\"");
    assertThat(join(parts, List.of(1, 0, 1), Share.NONE))
        .contains("\"index\":0,\"embedding\":[3]", "\"index\":1,\"embedding\":[1.50,-2e-3]")
        .contains("\"index\":2,\"embedding\":[3]", "{\"prompt_tokens\":0,\"total_tokens\":0}");
  }

  @Test
  void a_number_too_large_to_be_shared_is_passed_on() {
    String usage = "{\"usage\":{\"n\":1e99999999999,\"m\":4},\"data\":[]}";
    var envelope = split(usage, 0).orElseThrow().envelope();
    assertThat(new String(codec.join(envelope, List.of(), new Share(0, 1, 2)), UTF_8))
        .isEqualTo("{\"usage\":{\"n\":1e99999999999,\"m\":2},\"data\":[]}");
  }

  @Test
  void a_property_whose_name_is_too_long_keeps_a_request_whole() {
    String name = "n".repeat(60_000);
    assertThat(read("{\"model\":\"m\",\"input\":\"a\",\"" + name + "\":1}")).isEmpty();
  }

  @Test
  void every_number_of_the_usage_is_shared_exactly() {
    String usage = "{\"usage\":{\"cost\":0.000123,\"details\":{\"n\":10}},\"data\":[]}";
    var envelope = split(usage, 0).orElseThrow().envelope();
    assertThat(new String(codec.join(envelope, List.of(), new Share(0, 1, 3)), UTF_8))
        .isEqualTo("{\"usage\":{\"cost\":0.000041,\"details\":{\"n\":3}},\"data\":[]}");
    assertThat(new String(codec.join(envelope, List.of(), new Share(1, 2, 3)), UTF_8))
        .isEqualTo("{\"usage\":{\"cost\":0.000082,\"details\":{\"n\":7}},\"data\":[]}");
  }

  @Test
  void shares_without_gaps_add_up() {
    long sum = 0;
    for (int i = 0; i < 7; i++) {
      sum += new Share(i * 3L, 3, 21).of(1_000_003);
    }
    assertThat(sum).isEqualTo(1_000_003);
  }

  @Test
  void parts_in_any_order_find_their_items() {
    assertThat(found(data("2:c", "0:a", "1:b"), 3)).containsExactly("a", "b", "c");
  }

  @Test
  void surplus_parts_are_dropped() {
    assertThat(found(data("0:a", "1:b", "2:c", "-1:d", "7:e"), 2)).containsExactly("a", "b");
  }

  @Test
  void what_is_told_twice_alike_is_told() {
    assertThat(found(data("0:a", "1:b", "0:a"), 2)).containsExactly("a", "b");
  }

  @Test
  void what_is_told_twice_and_differs_is_missing() {
    assertThat(found(data("0:a", "1:b", "0:x", "0:a"), 2)).containsExactly("", "b");
  }

  @Test
  void too_few_leave_gaps() {
    assertThat(found(data("0:a", "2:c"), 3)).containsExactly("a", "", "c");
  }

  @Test
  void without_places_the_order_counts_and_only_if_their_number_is_right() {
    assertThat(found(data(":a", ":b"), 2)).containsExactly("a", "b");
    assertThat(found(data(":a", ":b"), 3)).containsExactly("", "", "");
    assertThat(found(data(":a", ":b"), 1)).containsExactly("");
    assertThat(found(data(":a", "1:b"), 2)).containsExactly("", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[{\"index\":0}]}",
        "{\"data\":[{\"index\":0,\"embedding\":null}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":\"\"}]}",
        "{\"data\":[{\"index\":\"0\",\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0.5,\"embedding\":[1]}]}"
      })
  void a_part_that_says_nothing_is_missing(String answer) {
    assertThat(split(answer, 1).orElseThrow().of(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"data\":null}",
        "{\"data\":[null]}",
        "{\"data\":[1,2]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]}]",
        "{\"data\":[],\"data\":[]}",
        "{\"data\":[],\"usage\":{\"a\":01}}"
      })
  void what_is_no_answer_is_not_taken_apart(String answer) {
    assertThat(split(answer, 1)).isEmpty();
  }

  @Test
  void moderations_are_taken_apart_by_their_order() {
    RequestTemplate template =
        read(Operation.MODERATIONS, "{\"model\":\"m\",\"input\":\"a\"}").get().frame();
    String answer = "{\"id\":\"x\",\"model\":\"m\",\"results\":[{\"flagged\":true},{\"f\":{}}]}";
    ItemResults parts = codec.split(template, answer.getBytes(UTF_8), 2).orElseThrow();
    assertThat(join(parts, List.of(1), Share.ALL))
        .isEqualTo("{\"id\":\"x\",\"model\":\"m\",\"results\":[{\"f\":{}}]}");
    assertThat(codec.split(template, answer.getBytes(UTF_8), 3).orElseThrow().of(0)).isEmpty();
  }

  @Test
  void a_part_alone_reads_the_same() {
    ItemResult part = split(ANSWER, 2).orElseThrow().of(1).orElseThrow();
    ItemResult alone = part.alone();
    assertThat(alone.in()).hasSize(part.size());
    assertThat(alone.same(part)).isTrue();
    assertThat(alone.index().present()).isTrue();
  }

  private static String data(String... parts) {
    List<String> elements = new ArrayList<>();
    for (String part : parts) {
      int colon = part.indexOf(':');
      String index = colon == 0 ? "" : "\"index\":" + part.substring(0, colon) + ",";
      elements.add("{" + index + "\"embedding\":\"" + part.substring(colon + 1) + "\"}");
    }
    return "{\"data\":[" + String.join(",", elements) + "]}";
  }

  private List<String> found(String answer, int asked) {
    return split(answer, asked).orElseThrow().parts().stream()
        .map(part -> part.map(OpenAiItemsTest::embedding).orElse(""))
        .toList();
  }

  private static String embedding(ItemResult part) {
    String json = new String(part.in(), part.at().start(), part.size(), UTF_8);
    return json.replaceAll(".*\"embedding\":\"(.*)\"}", "$1");
  }

  private Optional<ItemResults> split(String answer, int asked) {
    RequestTemplate template = frame("{\"model\":\"m\",\"input\":\"a\"}");
    return codec.split(template, answer.getBytes(UTF_8), asked);
  }

  private String join(ItemResults parts, List<Integer> places, Share share) {
    List<ItemResult> taken = places.stream().map(place -> parts.of(place).orElseThrow()).toList();
    return new String(codec.join(parts.envelope(), taken, share), UTF_8);
  }

  private RequestTemplate frame(String body) {
    return read(body).orElseThrow().frame();
  }

  private List<Item> items(String input) {
    return read("{\"model\":\"m\",\"input\":" + input + "}").orElseThrow().items();
  }

  private Optional<Items> read(String body) {
    return read(Operation.EMBEDDINGS, body);
  }

  private Optional<Items> read(Operation operation, String body) {
    var bytes = new Body(Unpooled.wrappedBuffer(body.getBytes(UTF_8)), () -> {});
    var facts = new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false);
    var loop = new VirtualLoop();
    return codec.read(new Call("c", operation, facts, bytes, Map.of(), 0, new Deadline(1), loop));
  }

  private static RequestFacts facts(String body) {
    try {
      byte[] bytes = body.replace(":1}", ":\"x\"}").getBytes(UTF_8);
      return RequestScanner.scan(Operation.EMBEDDINGS, bytes, 0, bytes.length);
    } catch (InvalidRequest e) {
      throw new IllegalStateException(e);
    }
  }
}

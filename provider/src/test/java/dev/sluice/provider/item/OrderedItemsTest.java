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
import dev.sluice.provider.ProviderCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls and answers of Gemini's and Cohere's form, taken apart and put together.
class OrderedItemsTest {
  private static final String TASK = "\"taskType\":\"CLUSTERING\"";
  private static final String ONE = "{\"content\":{\"parts\":[{\"text\":\"%s\"}]},%s}";

  private final DialectItems codec = new DialectItems();

  private static Call call(Operation operation, String body) {
    ByteBuf bytes = Unpooled.copiedBuffer(body, UTF_8);
    return operation.isOfGemini()
        ? ProviderCalls.ofPath(operation, "m", false, bytes)
        : ProviderCalls.of(operation, bytes, Map.of());
  }

  private Items read(Operation operation, String body) {
    return codec.read(call(operation, body)).orElseThrow();
  }

  private static String batch(String... requests) {
    return "{\"requests\":[" + String.join(",", requests) + "]}";
  }

  @Test
  void contents_of_geminis_batch_are_items_and_what_is_asked_of_each_is_the_frame() {
    String body = batch("{\"model\":\"models/m\"," + ONE.formatted("a", TASK).substring(1));
    Items items = read(Operation.BATCH_EMBED_CONTENTS, body);
    Items same = read(Operation.BATCH_EMBED_CONTENTS, batch(ONE.formatted("b", TASK)));
    assertThat(items.frame()).isEqualTo(same.frame());
    Call like = call(Operation.BATCH_EMBED_CONTENTS, body);
    List<Item> both = List.of(items.items().getFirst(), same.items().getFirst());
    BuiltRequest built = codec.ask(items.frame(), both, like.facts());
    String model = "\"model\":\"models/" + like.model() + "\",";
    String content = "\"content\":{\"parts\":[{\"text\":\"%s\"}]}";
    assertThat(built.body().toString(UTF_8))
        .isEqualTo(
            batch(
                "{" + model + TASK + "," + content.formatted("a") + "}",
                "{" + model + TASK + "," + content.formatted("b") + "}"));
    assertThat(built.operation()).isEqualTo(Operation.BATCH_EMBED_CONTENTS);
    assertThat(built.facts().model()).isEqualTo(like.model());
  }

  @Test
  void another_task_length_or_operation_is_another_frame() {
    RequestTemplate frame =
        read(Operation.BATCH_EMBED_CONTENTS, batch(ONE.formatted("a", TASK))).frame();
    for (String other :
        List.of("\"taskType\":\"RETRIEVAL_QUERY\"", TASK + ",\"outputDimensionality\":3")) {
      assertThat(read(Operation.BATCH_EMBED_CONTENTS, batch(ONE.formatted("a", other))).frame())
          .isNotEqualTo(frame);
    }
    assertThat(read(Operation.EMBED_CONTENT, ONE.formatted("a", TASK)).frame()).isNotEqualTo(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          BATCH_EMBED_CONTENTS | {"requests":[{"content":{},"taskType":"A"},{"content":{}}]}
          BATCH_EMBED_CONTENTS | {"requests":[{"content":{}}],"other":1}
          BATCH_EMBED_CONTENTS | {"other":1,"requests":[{"content":{}}]}
          BATCH_EMBED_CONTENTS | {"requests":[{"taskType":"A"}]}
          BATCH_EMBED_CONTENTS | {"requests":[]}
          COHERE_EMBED | {"model":"m","texts":["a"],"images":["b"]}
          COHERE_EMBED | {"model":"m","inputs":[{"content":[]}]}
          COHERE_EMBED | {"model":"m","texts":[[1,2]]}
          """)
  void what_is_no_list_of_like_inputs_is_not_taken_apart(Operation operation, String body) {
    assertThat(codec.read(call(operation, body))).isEmpty();
  }

  private String joined(Items items, String answer, int asked, List<Integer> parts, Share share) {
    ItemResults split = codec.split(items.frame(), answer.getBytes(UTF_8), asked).orElseThrow();
    assertThat(split.exact()).isTrue();
    List<ItemResult> own = parts.stream().map(split::of).flatMap(Optional::stream).toList();
    return new String(codec.join(split.envelope(), own, share), UTF_8);
  }

  @Test
  void an_answer_of_geminis_is_taken_apart_and_put_together() {
    String answer =
        "{\"usageMetadata\":{\"promptTokenCount\":8},"
            + "\"embeddings\":[ {\"values\":[1.50]}, {\"values\":[2], \"x\":1}]}";
    Items batch = read(Operation.BATCH_EMBED_CONTENTS, batch(ONE.formatted("a", TASK)));
    assertThat(joined(batch, answer, 2, List.of(1, 0), Share.ALL))
        .isEqualTo(
            "{\"embeddings\":[{\"values\":[2], \"x\":1},{\"values\":[1.50]}],"
                + "\"usageMetadata\":{\"promptTokenCount\":8}}");
    Items one = read(Operation.EMBED_CONTENT, ONE.formatted("a", TASK));
    String single = "{\"embedding\":{\"values\":[1]}}";
    assertThat(joined(one, single, 1, List.of(0), Share.ALL)).isEqualTo(single);
    String merged =
        "{\"embeddings\":[{\"values\":[7]}],\"usageMetadata\":{\"promptTokenCount\":4}}";
    assertThat(joined(one, merged, 1, List.of(0), new Share(0, 1, 2)))
        .isEqualTo("{\"embedding\":{\"values\":[7]},\"usageMetadata\":{\"promptTokenCount\":2}}");
  }

  @Test
  void an_answer_of_coheres_keeps_its_type_and_no_echo_of_the_inputs() {
    Items items =
        read(
            Operation.COHERE_EMBED,
            "{\"texts\":[\"a\",\"b\"],\"input_type\":\"clustering\",\"model\":\"m\"}");
    assertThat(items.items()).hasToString("[\"a\", \"b\"]");
    Call like = call(Operation.COHERE_EMBED, "{\"model\":\"m\",\"texts\":[\"a\"]}");
    assertThat(codec.ask(items.frame(), items.items(), like.facts()).body().toString(UTF_8))
        .isEqualTo("{\"model\":\"m\",\"input_type\":\"clustering\",\"texts\":[\"a\",\"b\"]}");
    String answer =
        "{\"id\":\"i\",\"texts\":[\"a\",\"b\"],\"embeddings\":{\"int8\":[[1],[2]],\"float\":null},"
            + "\"meta\":{\"api_version\":{\"version\":\"2\"},"
            + "\"billed_units\":{\"input_tokens\":6}}}";
    assertThat(joined(items, answer, 2, List.of(1), new Share(0, 1, 3)))
        .isEqualTo(
            "{\"id\":\"i\",\"response_type\":\"embeddings_by_type\","
                + "\"embeddings\":{\"int8\":[[2]]},\"meta\":{\"api_version\":{\"version\":\"2\"},"
                + "\"billed_units\":{\"input_tokens\":2}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COHERE_EMBED         | {"embeddings":{"float":[[1]],"int8":[[1]]}}
          COHERE_EMBED         | {"embeddings":{"float":[[1],
          COHERE_EMBED         | {"embeddings":{"float":[[1]]},"meta":{"billed_units":{"input_tokens":1}},"meta":{}}
          COHERE_EMBED         | {"embeddings":{"float":[[1]]},"meta":{"billed_units":{"i":1},"billed_units":{"i":1}}}
          BATCH_EMBED_CONTENTS | {"embeddings":[{"values":[1]}],"usageMetadata":{"a":1},"usageMetadata":{"a":1}}
          BATCH_EMBED_CONTENTS | {"embeddings":[{"values":[1]}]
          """)
  void an_answer_of_several_types_or_usages_or_a_cut_one_is_none(
      Operation operation, String answer) {
    var template = new RequestTemplate(operation, RequestTemplate.Form.TEXTS, new byte[0], 0);
    assertThat(codec.split(template, answer.getBytes(UTF_8), 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "[]", "\"\"", "{}"})
  void what_is_no_vector_of_coheres_is_missing(String none) {
    var template =
        new RequestTemplate(Operation.COHERE_EMBED, RequestTemplate.Form.TEXTS, new byte[0], 0);
    String answer = "{\"embeddings\":{\"float\":[[1],%s]}}".formatted(none);
    ItemResults results = codec.split(template, answer.getBytes(UTF_8), 2).orElseThrow();
    assertThat(results.of(0)).isPresent();
    assertThat(results.of(1)).isEmpty();
  }

  @Test
  void a_vector_that_is_empty_or_missing_is_missing() {
    var template =
        new RequestTemplate(
            Operation.BATCH_EMBED_CONTENTS, RequestTemplate.Form.TEXTS, new byte[0], 0);
    ItemResults empty =
        codec
            .split(
                template, "{\"embeddings\":[{\"values\":[]},{\"values\":[1]}]}".getBytes(UTF_8), 2)
            .orElseThrow();
    assertThat(empty.of(0)).isEmpty();
    assertThat(empty.of(1)).isPresent();
    ItemResults few =
        codec
            .split(template, "{\"embeddings\":[{\"values\":[1]}]}".getBytes(UTF_8), 2)
            .orElseThrow();
    assertThat(few.of(0)).isEmpty();
  }
}

package dev.sluice.api.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A stream that breaks off at any byte is never an array that looks complete.
class EventArrayTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String EVENTS =
      """
      : a comment

      data: {"candidates":[{"content":{"parts":[{"text":"a \\"]}"}]}}]}\r\n\r
      data:{"candidates":[{"finishReason":"STOP"}],
      data: "x":[1,2]}

      """;
  private static final String ERROR = "{\"error\":{\"code\":502}}";

  private final EventArray array = new EventArray();

  private String fed(int bytes) {
    ByteBuf part = Unpooled.copiedBuffer(EVENTS.substring(0, bytes), UTF_8);
    return text(array.elements(part, UnpooledByteBufAllocator.DEFAULT));
  }

  private static String text(ByteBuf bytes) {
    String text = bytes.toString(UTF_8);
    bytes.release();
    return text;
  }

  private static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isArray);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  @Test
  void a_stream_that_ends_well_is_an_array_of_all_events() {
    String whole = fed(EVENTS.length()) + text(array.end(UnpooledByteBufAllocator.DEFAULT));
    assertThat(read(whole).orElseThrow()).hasSize(2);
  }

  @Test
  void one_that_is_cut_anywhere_tells_of_an_error_or_cannot_be_read() {
    for (int cut = 0; cut <= EVENTS.length(); cut++) {
      var each = new EventArrayTest();
      String told = each.fed(cut);
      assertThat(read(told)).as("nothing but the cut, at %d", cut).isEmpty();
      String ended = told + text(each.array.end(ERROR, UnpooledByteBufAllocator.DEFAULT));
      read(ended)
          .ifPresent(
              elements ->
                  assertThat(elements.path(elements.size() - 1).has("error"))
                      .as("cut at %s", ended)
                      .isTrue());
    }
  }

  @Test
  void an_error_between_events_is_the_last_element() {
    int between = EVENTS.indexOf("data:{");
    String ended = fed(between) + text(array.end(ERROR, UnpooledByteBufAllocator.DEFAULT));
    assertThat(read(ended).orElseThrow()).hasSize(2).last().hasToString(ERROR);
  }
}

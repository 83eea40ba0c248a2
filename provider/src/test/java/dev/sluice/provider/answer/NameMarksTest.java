package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.answer.AnswerFields.Tells;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NameMarksTest {
  private int made;

  private String mark(String name, boolean own) {
    made++;
    return own ? "_own" : "_before";
  }

  private String marked(String... parts) {
    List<ByteBuf> in = List.of(parts).stream().map(NameMarksTest::bytes).toList();
    return NameMarks.inWhole(this::mark).in(in).stream()
        .map(part -> part.toString(UTF_8))
        .collect(Collectors.joining());
  }

  private static ByteBuf bytes(String part) {
    return Unpooled.wrappedBuffer(part.getBytes(UTF_8));
  }

  @Test
  void the_name_the_one_before_it_and_the_conversation_are_marked() {
    assertThat(
            marked(
                "{\"id\":\"a",
                "\",\"previous_response_id\":\"b\"",
                ",\"conversation\":{\"id\":\"c\"}}"))
        .isEqualTo(
            "{\"id\":\"a_own\",\"previous_response_id\":\"b_before\",\"conversation\":{\"id\":\"c_before\"}}");
  }

  @Test
  void names_that_are_repeated_take_no_more_marks() {
    assertThat(marked("{\"id\":\"a\",\"id\":\"b\"", ",\"id\":\"c\"}"))
        .isEqualTo("{\"id\":\"a_own\",\"id\":\"b\",\"id\":\"c\"}");
    String before = ",\"previous_response_id\":\"b\",\"previous_response_id\":\"c\"";
    marked("{\"id\":\"a\"", before.repeat(1_000), "}");
    assertThat(made).isEqualTo(1 + 3);
  }

  @Test
  void each_event_has_its_marks() {
    var fields = new AnswerFields(null, NameMarks.inEvents(this::mark), Tells.WHAT_IS_SAID);
    byte[] event = "{\"response\":{\"id\":\"a\",\"id\":\"b\"}}".getBytes(UTF_8);
    for (int i = 0; i < 3; i++) {
      fields.feed(event, 0, event.length);
      assertThat(fields.edits()).hasSize(1);
      fields.clear();
    }
    assertThat(made).isEqualTo(1);
  }
}

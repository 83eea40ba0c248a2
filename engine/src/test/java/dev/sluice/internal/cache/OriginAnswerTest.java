package dev.sluice.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Head;
import dev.sluice.call.item.ResponseTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginAnswerTest {
  private static final ResponseTemplate TEMPLATE =
      new ResponseTemplate(new byte[0], 0, List.of(), "kin");

  private static OriginAnswer from(String target, Map<String, String> headers) {
    return new OriginAnswer(target, new Head(200, headers), TEMPLATE);
  }

  @Test
  void answers_of_one_model_are_kin_unless_one_was_told_less() {
    OriginAnswer whole = from("a/m", Map.of());
    OriginAnswer less = from("b/m", Map.of("x-sluice-dropped", "input_type"));
    assertThat(whole.kin(from("b/m", Map.of("date", "today")))).isTrue();
    assertThat(whole.kin(from("a/other", Map.of()))).isFalse();
    assertThat(whole.kin(less)).isFalse();
    assertThat(less.kin(from("c/m", Map.of("x-sluice-dropped", "input_type")))).isTrue();
  }
}

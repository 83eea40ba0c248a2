package dev.sluice.sim.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

  private static String text(Output output) {
    Bytes out = new Bytes(16);
    output.write(out);
    return out.toString();
  }

  @Test
  void a_text_is_the_sum_of_its_tokens() {
    String text = "{\"a\":\"🌊🌊🌊水é\"}".repeat(3);
    Output output = Output.of(text);
    assertThat(text(output)).isEqualTo(text.replace("\"", "\\\""));
    assertThat(output.size()).isBetween(9, 20);
  }

  @Test
  void no_token_splits_a_character() {
    Output output = Output.of("1234🌊5678🌊");
    for (int i = 0; i < output.size(); i++) {
      assertThat(new Bytes(8).put(output.token(i)).toString()).doesNotContain("\uFFFD", "\\u");
    }
  }

  @Test
  void prose_has_as_many_tokens_as_are_wanted_and_none_is_empty() {
    for (long start : new long[] {0, 5, -1, Long.MIN_VALUE}) {
      Output output = Prose.words(start, 500);
      assertThat(output.size()).isEqualTo(500);
      for (int i = 0; i < 500; i++) {
        assertThat(output.token(i)).isNotEmpty();
      }
    }
  }

  @Test
  void choices_take_turns_until_the_longest_is_done() {
    ChoiceInterleaver interleaver = new ChoiceInterleaver(List.of(2, 0, 3));
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < interleaver.total(); i++) {
      interleaver.advance();
      order.append(interleaver.startsRound() ? " " : "");
      order.append(interleaver.choice()).append(interleaver.round());
    }
    assertThat(order.toString()).isEqualTo(" 0020 0121 22");
  }
}

package dev.sluice.provider.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssemblerBoundsTest extends AssemblerFixture {
  @Test
  void an_answer_beyond_the_bound_is_too_large_however_it_grows() {
    String text = "x".repeat(1 << 20);
    for (int i = 0; i < 16; i++) {
      assertThat(assembler.tooLarge()).isFalse();
      delta("{\"content\":\"" + text + "\"}");
    }
    assertThat(assembler.tooLarge()).isTrue();
  }

  @Test
  void many_small_parts_weigh_what_it_costs_to_hold_them() {
    for (int i = 0; !assembler.tooLarge(); i++) {
      StringBuilder fields = new StringBuilder("{\"a\":0");
      for (int k = 0; k < 1_000; k++) {
        fields.append(",\"f").append(i).append('_').append(k).append("\":0");
      }
      delta(fields.append('}').toString());
      assertThat(i).isLessThan(180);
    }
  }

  @Test
  void one_event_beyond_its_bound_is_too_large() {
    byte[] part = new byte[1 << 20];
    for (int i = 0; i < 8; i++) {
      assembler.data(part, 0, part.length);
    }
    assertThat(assembler.tooLarge()).isFalse();
    assembler.data(part, 0, 1);
    assertThat(assembler.tooLarge()).isTrue();
  }

  @Test
  void an_event_of_more_values_than_any_chunk_has_is_too_large() {
    delta("{\"content\":\"\",\"x\":[" + "{\"a\":1},".repeat(9_000) + "0]}");
    assertThat(assembler.tooLarge()).isFalse();
    delta("{\"content\":\"\",\"x\":[" + "{\"a\":1},".repeat(30_000) + "0]}");
    assertThat(assembler.tooLarge()).isTrue();
  }

  @Test
  void what_nests_deeply_is_taken_as_it_comes() {
    String deep = "{\"a\":".repeat(400) + "[{\"index\":0}]" + "}".repeat(400);
    delta("{\"content\":\"\",\"x\":" + deep + "}");
    assertThat(message()).isEqualTo("{\"content\":\"\",\"x\":" + deep + "}");
  }
}

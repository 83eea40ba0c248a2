package dev.sluice.call.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt-5-mini", "@cf/meta/llama 3:8b", "通义千问", "модель", "naïve", "🦙", "a\u0301"})
  void what_people_see_stays(String name) {
    assertThat(Printable.all(name)).isTrue();
    assertThat(Printable.line(name, '?')).isSameAs(name);
    assertThat(Printable.escaped(name)).isSameAs(name);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x1B, 0x7F, 0x85, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200D, 0x200E, 0x200F,
        0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x2800, 0x3164, 0xD800, 0xDFFF,
        0xE000, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFFE, 0xE0001, 0xE0100, 0x10FFFF
      })
  void what_they_do_not_see_is_replaced_or_escaped(int c) {
    String name = "a" + Character.toString(c) + "b";
    assertThat(Printable.all(name)).isFalse();
    assertThat(Printable.line(name, '?')).isEqualTo("a?b");
    assertThat(Printable.escaped(name)).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
  }

  @Test
  void an_escape_beyond_the_first_plane_is_that_of_both_halves() {
    assertThat(Printable.escaped("\uDB40\uDC01")).isEqualTo("\\udb40\\udc01");
  }
}

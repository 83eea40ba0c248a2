package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSketchTest {
  private static final int PHRASES = 2_000;

  /// How many words the texts are made of.
  private static final int VOCABULARY = 300;

  private final Random random = new Random(42);

  private static TextSketch of(String text) {
    return TextSketch.of(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private String words(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> Integer.toString(VOCABULARY * random.nextInt(VOCABULARY), 36))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 2_000, 40_000})
  void each_part_of_a_text_may_be_in_it(int words) {
    String text = words(words);
    TextSketch sketch = of(text);
    for (int i = 0; i < PHRASES; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + 1 + random.nextInt(60));
      assertThat(sketch.mayContain(text.substring(from, to))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 250, 25_000})
  void a_phrase_that_is_not_in_it_hardly_ever_may_be(int words) {
    TextSketch sketch = of(words(words));
    long taken =
        IntStream.range(0, PHRASES)
            .filter(i -> sketch.mayContain("credit balance " + (char) ('a' + i % 26) + words(1)))
            .count();
    assertThat(taken).isLessThan(PHRASES / 100);
  }

  @Test
  void a_phrase_that_is_too_short_to_tell_may_be_in_any_text() {
    assertThat(of("{}").mayContain("rpm")).isTrue();
    assertThat(of("{}").mayContain("(rpm)")).isFalse();
  }

  @Test
  void escapes_are_read_and_letters_are_small() {
    TextSketch sketch = of("{\"a\":\"One\\nTWO \\u0074hree \\\"four\\\"\"}");
    assertThat(sketch.mayContain("one\ntwo three \"four\"")).isTrue();
    assertThat(sketch.mayContain("one two three")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\u", "\\u00", "\\u00zz is none", "\\x"})
  void an_escape_that_is_none_is_text(String text) {
    assertThat(of("a part of " + text).mayContain("a part of ")).isTrue();
  }
}

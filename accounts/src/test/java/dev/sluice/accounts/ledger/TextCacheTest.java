package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Texts that are made once.
class TextCacheTest {
  private final TextCache texts = new TextCache();

  private String text(String of) {
    byte[] bytes = ("<" + of + ">").getBytes(StandardCharsets.UTF_8);
    return texts.text(bytes, 1, bytes.length - 2);
  }

  @Test
  void a_text_that_was_there_of_late_is_not_made_again() {
    assertThat(text("gpt-5-mini")).isEqualTo("gpt-5-mini").isSameAs(text("gpt-5-mini"));
    assertThat(text("")).isEmpty();
  }

  @Test
  void texts_without_end_are_what_they_are_whatever_place_they_share() {
    var random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      String of = "model-ü-" + random.nextInt(5_000);
      assertThat(text(of)).isEqualTo(of);
    }
  }
}

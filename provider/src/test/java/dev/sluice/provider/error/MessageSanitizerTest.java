package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageSanitizerTest {

  @Test
  void a_message_is_bounded_and_keeps_its_lines() {
    assertThat(MessageSanitizer.clean("a\r\n  b\u0000\u001b[31mc\u2028\td\u202e\n", "x"))
        .isEqualTo("a\n  b [31mc\n\td");
    assertThat(MessageSanitizer.clean("é".repeat(10_000), "x")).hasSize(2_003).endsWith("...");
  }

  @Test
  void pages_and_silence_are_told_in_our_words() {
    assertThat(MessageSanitizer.clean(" <!DOCTYPE html><html>", "HTTP 502")).isEqualTo("HTTP 502");
    assertThat(MessageSanitizer.clean(" \n", "HTTP 502")).isEqualTo("HTTP 502");
  }
}

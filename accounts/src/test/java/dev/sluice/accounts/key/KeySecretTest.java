package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretTest {
  private final Random random = new Random(20);

  private KeySecret made() {
    return KeySecret.of(KeySecret.newId(random), random);
  }

  @Test
  void a_secret_tells_its_key() {
    KeySecret secret = made();
    assertThat(secret.text())
        .matches("sk-slc-[0-9a-z]{10}-[0-9a-z]{52}-[0-9a-f]{8}")
        .startsWith("sk-slc-" + secret.id() + "-");
    assertThat(KeySecret.parse(secret.text())).contains(secret);
  }

  @Test
  void a_message_that_names_a_secret_does_not_show_it() {
    KeySecret secret = made();
    assertThat(secret.toString()).isEqualTo("sk-slc-" + secret.id() + "-***");
  }

  @Test
  void each_changed_character_is_found_by_the_check_digits() {
    String text = made().text();
    for (int i = KeySecret.PREFIX.length(); i < text.length(); i++) {
      char other = text.charAt(i) == '0' ? '1' : '0';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(KeySecret.parse(changed)).as("character %s", i).isEmpty();
    }
  }

  @Test
  void a_cut_or_longer_secret_is_none() {
    String text = made().text();
    for (int length = 0; length < text.length(); length++) {
      assertThat(KeySecret.parse(text.substring(0, length))).isEmpty();
    }
    assertThat(KeySecret.parse(text + "0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sk-",
        "sk-slc-",
        "sk-proj-abc",
        "sk-slc-0000000000-0000000000000000000000000000000000000000000000000000-00000000"
      })
  void garbage_is_no_secret(String text) {
    assertThat(KeySecret.parse(text)).isEmpty();
  }
}

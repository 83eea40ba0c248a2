package dev.sluice.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\"\\\n\r\t\b\0", "é水🌊", "a\uD800b"})
  void text_comes_back_from_json(String text) throws IOException {
    byte[] json = new Bytes(1).quoted(text).array();
    assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void numbers_are_decimal(long number) {
    assertThat(new Bytes(1).number(number)).hasToString(Long.toString(number));
  }

  @Test
  void padded_numbers_have_their_zeros() {
    assertThat(new Bytes(1).padded(42, 8)).hasToString("00000042");
  }
}

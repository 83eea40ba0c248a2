package dev.sluice.provider.stored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringSearchTest {
  private static boolean holds(String document) {
    byte[] bytes = document.getBytes(UTF_8);
    boolean whole = StringSearch.holds(Unpooled.wrappedBuffer(bytes), "resp_T");
    for (int cut = 0; cut <= bytes.length; cut++) {
      ByteBuf parts =
          Unpooled.wrappedBuffer(
              Unpooled.wrappedBuffer(bytes, 0, cut),
              Unpooled.directBuffer().writeBytes(bytes, cut, bytes.length - cut));
      assertThat(StringSearch.holds(parts, "resp_T")).as("cut at " + cut).isEqualTo(whole);
      parts.release();
    }
    return whole;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"resp_T\"}",
        "[\"\",\"resp_T\"]",
        "{\"a\":{\"b\":[1,\"x\",\"resp\\u005fT\"]}}",
        "[\"\\u0072\\u0065\\u0073\\u0070\\u005F\\u0054\"]",
        "{\"resp_T\":1}",
        "[\"res\",\"resp\",\"resp_\",\"resp_T\"]",
        "[\"\\\\\",\"resp_T\"]",
        "[\"x\\\"\",\"resp_T\"]"
      })
  void finds_a_string_however_it_is_written(String document) {
    assertThat(holds(document)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[\"resp_Tx\",\"xresp_T\",\"resp_\",\"resp_t\"]",
        "[\"Say resp_T once more.\"]",
        "[\"resp\\\\u005fT\"]",
        "[\"resp\\u105fT\"]",
        "[\"resp_T"
      })
  void finds_nothing_else(String document) {
    assertThat(holds(document)).isFalse();
  }

  @Test
  void leaves_the_position_of_a_document_alone() {
    ByteBuf document = Unpooled.wrappedBuffer("x[\"resp_T\"]".getBytes(UTF_8)).skipBytes(1);
    assertThat(StringSearch.holds(document, "resp_T")).isTrue();
    assertThat(document.readerIndex()).isEqualTo(1);
  }
}

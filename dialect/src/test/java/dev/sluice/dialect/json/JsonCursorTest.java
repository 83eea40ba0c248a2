package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.EOFException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {

  private static JsonCursor at(String json) {
    return new JsonCursor(Unpooled.wrappedBuffer(json.getBytes(UTF_8)));
  }

  @Test
  void properties_and_elements_are_walked_in_their_order() throws EOFException {
    JsonCursor in = at(" { \"a\" : [ 1 , \"x\" ] , \"b\":{},\"c\" :null}");
    in.pass();
    assertThat(in.more()).isTrue();
    assertThat(in.name()).isEqualTo("a");
    in.pass();
    assertThat(in.more()).isTrue();
    in.skip();
    assertThat(in.more()).isTrue();
    assertThat(in.text()).isEqualTo("x");
    assertThat(in.more()).isFalse();
    assertThat(in.more()).isTrue();
    assertThat(in.name()).isEqualTo("b");
    in.skip();
    assertThat(in.more()).isTrue();
    assertThat(in.name()).isEqualTo("c");
    assertThat((char) in.peek()).isEqualTo('n');
    in.skip();
    assertThat(in.more()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"}\\\"]\\\\\"",
        "{\"a\":[\"]\",{}],\"b\\\"\":\"}\"}",
        "[[],[{\"x\":\"[\"}]]",
        "-1.5E+3",
        "true",
        "\"\""
      })
  void a_value_is_passed_over_to_its_last_byte(String value) throws EOFException {
    JsonCursor in = at("[" + value + " ,0]");
    in.pass();
    int start = in.position();
    in.skip();
    assertThat(in.position() - start).isEqualTo(value.length());
    assertThat(in.more()).isTrue();
  }

  @Test
  void a_text_is_decoded_as_far_as_it_is_short() throws EOFException {
    assertThat(at("\"a\\u00e9\\n\\uD83D\\uDE00😀日é\\/\\t\\b\\f\\r\\\\\\\"\"").text())
        .isEqualTo("aé\n😀😀日é/\t\b\f\r\\\"");
    String most = "é".repeat(JsonCursor.TEXT_MAX);
    assertThat(at("\"" + most + "\"").text()).isEqualTo(most);
    JsonCursor in = at("[\"" + most + "x\",1]");
    in.pass();
    assertThat(in.text()).isEmpty();
    assertThat(in.more()).isTrue();
    assertThat(in.scalar()).isEqualTo('1');
    assertThat(in.scalar()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\"ab", "\"a\\", "[1", "{\"a\":[\"", "12"})
  void what_is_cut_short_is_told(String json) {
    assertThatThrownBy(() -> at(json).skip()).isInstanceOf(EOFException.class);
  }
}

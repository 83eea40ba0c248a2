package dev.sluice.sim.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {
  private static Embeddings read(String json) throws Refusal {
    return Embeddings.read(json.getBytes(StandardCharsets.UTF_8), 3);
  }

  private static String render(String json) throws Refusal {
    return new String(read(json).render("m", Shape.TRUE, Vectors.drawn(8)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"\"}",
        "{\"input\":[]}",
        "{\"input\":[\"a\",\"\"]}",
        "{\"input\":[[]]}",
        "{\"input\":[[\"a\"]]}",
        "{\"input\":[{}]}",
        "{\"input\":[1,\"a\"]}",
        "{\"input\":{}}",
        "{\"input\":[null]}",
        "{\"input\":\"a\",\"dimensions\":0}",
        "{\"input\":\"a\",\"dimensions\":\"3\"}",
        "{\"input\":[\"a\"",
        "{\"input\":[1"
      })
  void what_cannot_be_embedded_is_refused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(Refusal.class);
  }

  @Test
  void more_inputs_than_openai_takes_are_refused() {
    assertThatThrownBy(() -> read("{\"input\":[" + "\"a\",".repeat(2048) + "\"a\"]}"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("at most 2048");
  }

  @Test
  void the_order_of_the_properties_does_not_matter() throws Refusal {
    assertThat(render("{\"dimensions\":2,\"encoding_format\":\"float\",\"input\":\"a\"}"))
        .isEqualTo(render("{\"input\":\"a\",\"encoding_format\":\"float\",\"dimensions\":2}"))
        .isNotEqualTo(render("{\"input\":\"a\"}"));
  }
}

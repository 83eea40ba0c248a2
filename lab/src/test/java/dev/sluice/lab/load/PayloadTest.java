package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @ParameterizedTest
  @ValueSource(ints = {200, 1_024, 32_768})
  void a_body_has_the_size_asked_for(int size) throws Exception {
    String body = Payload.chat("h", "m", true, size).body();
    assertThat(body).hasSize(size);
    JsonNode tree = new ObjectMapper().readTree(body);
    assertThat(tree.path("model").asText()).isEqualTo("m");
    assertThat(tree.path("stream").booleanValue()).isTrue();
    assertThat(tree.at("/messages/0/role").asText()).isEqualTo("user");
  }

  @Test
  void a_body_is_never_cut_to_fit() throws Exception {
    String body = Payload.chat("h", "m", false, 1).body();
    assertThat(new ObjectMapper().readTree(body).path("model").asText()).isEqualTo("m");
  }

  @Test
  void a_sound_is_a_form_whose_model_stands_behind_it() {
    Payload sound = Payload.sound("h", "m", 10_000, "k");
    assertThat(sound.body().length()).isBetween(8_000, 10_000);
    assertThat(sound.body()).startsWith("--").endsWith("--\r\n").contains("\r\n\r\nm\r\n--");
    assertThat(new String(sound.wire(), US_ASCII))
        .startsWith("POST /v1/audio/transcriptions HTTP/1.1\r\n")
        .contains("content-type: multipart/form-data; boundary=")
        .contains("authorization: Bearer k\r\n");
  }

  @Test
  void the_wire_form_is_one_whole_request() {
    String wire = new String(new Payload("h:1", "{}", false).wire(), US_ASCII);
    assertThat(wire)
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\nhost: h:1\r\n")
        .contains("accept: application/json\r\n")
        .endsWith("content-length: 2\r\n\r\n{}");
  }
}

package dev.sluice.dialect.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.json.HeapMeter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A conversation in Gemini's dialect that has been at a target of another one, and goes to Google.
class GeminiForeignSealsTest {
  private static final String TOKEN = new ClientSignature("slc1.QUJD", false).text();
  private static final String HIDDEN = new ClientSignature("slc1.QUJD", true).text();
  private static final String USER = "{\"role\":\"user\", \"parts\":[{\"text\":\"u\"}]}";

  @Test
  void thinking_is_cut_out_and_a_call_gets_the_filler() {
    String thought = "{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"" + TOKEN + "\"}";
    String hidden = "{\"text\":\"\",\"thought\":true,\"thought_signature\":\"" + HIDDEN + "\"}";
    String call =
        "{\"functionCall\": {\"name\":\"f\", \"args\":{\"q\": 1.50}},\"thoughtSignature\":\""
            + TOKEN
            + "\"}";
    assertThat(unsealed(model(thought, " " + hidden, "{\"text\" : \"a\"}", call)))
        .isEqualTo(
            body(
                model(
                    "{\"text\" : \"a\"}",
                    "{\"functionCall\": {\"name\":\"f\", \"args\":{\"q\":"
                        + " 1.50}},\"thoughtSignature\":\"skip_thought_signature_validator\"}")));
  }

  @Test
  void a_content_that_held_nothing_else_goes_with_it() {
    String thought = "{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"" + TOKEN + "\"}";
    Optional<Unsealed> unsealed =
        GeminiForeignSeals.without(body(model(thought)).getBytes(UTF_8), HeapMeter.unbounded());
    assertThat(unsealed.map(Unsealed::dropped)).contains(List.of("contents[1]"));
    assertThat(unsealed.map(result -> new String(result.body(), UTF_8)))
        .contains("{\"contents\":[" + USER + "], \"x\": 1}");
  }

  /// Protocol buffers take one for a list of one.
  @Test
  void one_part_in_the_place_of_a_list_is_unsealed_too() {
    String thought = "{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"" + TOKEN + "\"}";
    String call = "{\"functionCall\":{\"name\":\"f\"},\"thoughtSignature\":\"" + TOKEN + "\"}";
    String filled = call.replace(TOKEN, "skip_thought_signature_validator");
    String one = "{\"role\":\"model\",\"parts\":%s}";
    assertThat(unsealed(one.formatted(call))).isEqualTo(body(one.formatted(filled)));
    assertThat(unsealed(one.formatted(thought)))
        .isEqualTo("{\"contents\":[" + USER + "], \"x\": 1}");
    String lone = "{\"contents\":" + one.formatted(thought) + "}";
    assertThat(
            GeminiForeignSeals.without(lone.getBytes(UTF_8), HeapMeter.unbounded())
                .map(result -> new String(result.body(), UTF_8)))
        .contains("{\"contents\":" + one.formatted("[]") + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generateContentRequest", "generate_content_request"})
  void a_count_of_a_whole_request_is_unsealed_too(String name) {
    String call = "{\"functionCall\":{\"name\":\"f\"},\"thoughtSignature\":\"" + TOKEN + "\"}";
    String filled =
        "{\"functionCall\":{\"name\":\"f\"},\"thoughtSignature\":"
            + "\"skip_thought_signature_validator\"}";
    Optional<Unsealed> unsealed =
        GeminiForeignSeals.without(
            within(name, body(model(call))).getBytes(UTF_8), HeapMeter.unbounded());
    assertThat(unsealed.map(result -> new String(result.body(), UTF_8)))
        .contains(within(name, body(model(filled))));
    assertThat(unsealed.map(Unsealed::dropped)).contains(List.of(name + ".contents[1].parts[0]"));
  }

  private static String within(String name, String request) {
    return "{\"" + name + "\": " + request + "}";
  }

  @Test
  void one_content_that_stands_for_an_array_is_unsealed_too() {
    String thought = "{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"" + TOKEN + "\"}";
    String one = "{\"contents\":" + model("{\"text\":\"a\"}", thought) + "}";
    assertThat(
            GeminiForeignSeals.without(one.getBytes(UTF_8), HeapMeter.unbounded())
                .map(result -> new String(result.body(), UTF_8)))
        .contains("{\"contents\":" + model("{\"text\":\"a\"}") + "}");
  }

  @Test
  void what_google_has_signed_stays() {
    String call = "{\"functionCall\":{\"name\":\"f\"},\"thoughtSignature\":\"QUJD\"}";
    assertThat(GeminiForeignSeals.without(body(model(call)).getBytes(UTF_8), HeapMeter.unbounded()))
        .isEmpty();
    assertThat(GeminiForeignSeals.without("{".getBytes(UTF_8), HeapMeter.unbounded())).isEmpty();
    assertThat(GeminiForeignSeals.without("{}".getBytes(UTF_8), HeapMeter.unbounded())).isEmpty();
  }

  private static String model(String... parts) {
    return "{\"role\":\"model\", \"parts\":[" + String.join(",", parts) + "]}";
  }

  private static String body(String content) {
    return "{\"contents\":[" + USER + "," + content + "], \"x\": 1}";
  }

  private static String unsealed(String content) {
    return GeminiForeignSeals.without(body(content).getBytes(UTF_8), HeapMeter.unbounded())
        .map(result -> new String(result.body(), UTF_8))
        .orElse("");
  }
}

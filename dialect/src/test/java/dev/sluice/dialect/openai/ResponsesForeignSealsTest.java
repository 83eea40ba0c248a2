package dev.sluice.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.json.HeapMeter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A conversation that has been at a target of another dialect goes to a provider of Responses.
class ResponsesForeignSealsTest {
  private static final String USER = "{\"role\":\"user\", \"content\":\"u\"}";
  private static final String OWN = "{\"type\":\"reasoning\",\"encrypted_content\":\"gAAAA\"}";
  private static final String FOREIGN =
      "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"slc1.AAAA.hidden\"}";

  @Test
  void reasoning_that_another_target_has_sealed_goes_and_every_other_byte_stays() {
    Unsealed unsealed = without(USER + ",\n" + FOREIGN + " , " + OWN + "," + FOREIGN).orElseThrow();
    assertThat(new String(unsealed.body(), UTF_8)).isEqualTo(body(USER + " , " + OWN));
    assertThat(unsealed.dropped()).containsExactly("input[1]", "input[3]");
  }

  @Test
  void what_holds_none_is_left_as_it_is() {
    assertThat(without(USER + "," + OWN)).isEmpty();
    assertThat(
            ResponsesForeignSeals.without(
                "{\"input\":\"slc1.\"}".getBytes(UTF_8), HeapMeter.unbounded()))
        .isEmpty();
    assertThat(ResponsesForeignSeals.without("{}".getBytes(UTF_8), HeapMeter.unbounded()))
        .isEmpty();
    assertThat(ResponsesForeignSeals.without("nonsense".getBytes(UTF_8), HeapMeter.unbounded()))
        .isEmpty();
  }

  private static Optional<Unsealed> without(String items) {
    return ResponsesForeignSeals.without(body(items).getBytes(UTF_8), HeapMeter.unbounded());
  }

  private static String body(String items) {
    return "{\"model\": \"m\",\"input\":[" + items + "],\"tools\":[]}";
  }
}

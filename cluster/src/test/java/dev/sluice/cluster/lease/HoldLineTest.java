package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldLineTest {
  private static final Duration REST = Duration.ofSeconds(30);

  @Test
  void a_line_says_what_was_told() {
    var why = new Failed.Throttled(Failed.Dimension.TOKENS, Optional.of(REST), "secret words");
    String text = HoldLine.of("a", -7, "vendor/mo|del 1", why).orElseThrow().text();

    assertThat(text).doesNotContain("secret");
    HoldLine line = HoldLine.parse(text).orElseThrow();
    assertThat(line.account()).isEqualTo(-7);
    assertThat(line.model()).isEqualTo("vendor/mo|del 1");
    assertThat(line.why(REST))
        .hasValueSatisfying(
            told ->
                assertThat(((Failed.Throttled) told).dimension())
                    .isEqualTo(Failed.Dimension.TOKENS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hold",
        "hold|a|zz|T:TOKENS|m",
        "hold|a|0000000000000001|T:NOTHING|m",
        "hold|a|0000000000000001|O:200|m",
        "hold|a|0000000000000001|O:x|m",
        "hold|a|0000000000000001|T:TOKENS|%zz",
        "other|a|0000000000000001|T:TOKENS|m",
      })
  void anything_else_is_dropped(String text) {
    assertThat(HoldLine.parse(text)).isEmpty();
  }
}

package dev.sluice.sim.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResetTimeTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.0000001S, 1ms",
    "PT0.012S, 12ms",
    "PT1S, 1s",
    "PT8.64S, 8.64s",
    "PT6M, 6m0s",
    "PT1M12.5S, 1m12.5s",
    "PT1H12M, 1h12m0s"
  })
  void durations_look_as_at_openai(Duration duration, String shown) {
    assertThat(ResetTime.show(duration)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3s", ".5s", "1s1s", "s", "soon"})
  void what_is_no_duration_is_none(String text) {
    assertThat(ResetTime.read(text)).isEmpty();
  }
}

package dev.sluice.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.demo.Dashboard.Mishap;
import dev.sluice.lab.demo.Dashboard.View;
import dev.sluice.lab.demo.Row.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Row FAST =
      new Row(
          "chat",
          "fast/sim",
          0.8,
          1_200,
          0,
          Optional.of(new Spread(Duration.ofMillis(512), Duration.ofMillis(1_240))),
          Optional.of(new Spread(Duration.ofNanos(8_100_000), Duration.ofMillis(95))));
  private static final Row NOBODY =
      new Row("doomed", "", 0, 3, 3, Optional.empty(), Optional.empty());

  @Test
  void each_target_has_a_line() {
    assertThat(Table.lines(view(Optional.empty())))
        .containsExactly(
            "route     target           in use   calls  errors       p50       p99  first p50  first p99",
            "chat      fast/sim           80 %    1200       0    512 ms    1.24 s     8.1 ms      95 ms",
            "doomed    nobody                -       3       3         -         -          -          -",
            "",
            "1203 calls and 3 errors in 61 s",
            "nothing went wrong yet");
  }

  @Test
  void the_last_error_is_named() {
    Mishap mishap =
        new Mishap("doomed", "mortal/sim", "502 upstream_unreachable", Duration.ofMillis(2_900));
    assertThat(Table.lines(view(Optional.of(mishap))).getLast())
        .isEqualTo("last error, 2 s ago: doomed by mortal/sim: 502 upstream_unreachable");
  }

  @Test
  void a_log_gets_one_line() {
    assertThat(Table.summary(view(Optional.empty())))
        .isEqualTo(
            "61 s: 1203 calls, 3 errors; chat by fast/sim 1200/0 p50 512 ms; doomed by nobody 3/3 p50 -");
  }

  @Test
  void durations_have_about_three_digits() {
    assertThat(Table.duration(Duration.ofNanos(1_234_567))).isEqualTo("1.2 ms");
    assertThat(Table.duration(Duration.ofMillis(999))).isEqualTo("999 ms");
    assertThat(Table.duration(Duration.ofMillis(12_345))).isEqualTo("12.35 s");
  }

  private static View view(Optional<Mishap> last) {
    return new View(Duration.ofSeconds(61), 1_203, 3, List.of(FAST, NOBODY), last);
  }
}

package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.demo.Dashboard.Mishap;
import dev.sluice.cli.demo.Dashboard.View;
import dev.sluice.cli.demo.Row.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  private static final SortedMap<Help, Long> NOTHING = new TreeMap<>();
  private static final SortedMap<Help, Long> HELPED =
      new TreeMap<>(Map.of(Help.RACE, 3L, Help.CACHE, 10L, Help.BATCH, 20L));
  private static final Row NOBODY =
      new Row("doomed", "", 0, 3, 3, Optional.empty(), Optional.empty());

  @Test
  void each_target_has_a_line() {
    assertThat(lines(Optional.empty(), 100))
        .containsExactly(
            "route   target    in use  calls  errors     p50     p99  first p50  first p99",
            "chat    fast/sim    80 %   1200       0  512 ms  1.24 s     8.1 ms      95 ms",
            "doomed  nobody         -      3       3       -       -          -          -",
            "",
            "1203 calls and 3 errors in 61 s",
            "nothing went wrong yet");
  }

  @Test
  void a_narrow_terminal_gets_the_columns_that_it_has_room_for() {
    assertThat(lines(Optional.empty(), 40))
        .containsExactly(
            "route   target    calls  errors     p50",
            "chat    fast/sim   1200       0  512 ms",
            "doomed  nobody        3       3       -",
            "",
            "1203 calls and 3 errors in 61 s",
            "nothing went wrong yet");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 52, 60, 72, 79, 80, 81, 120, 200})
  void no_line_is_wider_than_the_terminal(int width) {
    Row wide =
        new Row(
            "a-route-with-a-name",
            "a-provider/a-model-with-a-very-long-name-and-more-of-it",
            1,
            1_234_567,
            12_345,
            FAST.latency(),
            FAST.firstToken());
    var view =
        new View(
            Duration.ofSeconds(61), 1, 0, List.of(FAST, NOBODY, wide), Optional.empty(), HELPED);
    List<String> events =
        List.of(
            "12 s ago: target \"mortal/sim\" is failing (the circuit of its chat calls is open):"
                + " attempts failed one after the other; calls go to the route's other targets",
            "x".repeat(300));
    assertThat(Table.lines(view, events, width)).allMatch(line -> line.length() <= width);
  }

  @Test
  void where_calls_go_instead_is_told() {
    Row left = new Row("doomed", "mortal/sim", 0, 100, 0, FAST.latency(), FAST.firstToken());
    Row now = new Row("doomed", "fast/sim", 1, 10, 0, FAST.latency(), FAST.firstToken());
    var view =
        new View(Duration.ofSeconds(61), 110, 0, List.of(now, left), Optional.empty(), NOTHING);
    assertThat(Table.lines(view, List.of(), 80))
        .contains("calls for doomed go to fast/sim, none to mortal/sim");
  }

  @Test
  void what_has_helped_is_told_in_words() {
    var view = new View(Duration.ofSeconds(61), 1, 0, List.of(FAST), Optional.empty(), HELPED);
    assertThat(String.join(" ", Table.lines(view, List.of(), 80)).replaceAll(" +", " "))
        .contains(
            "in the last 10 s, late calls that a second provider, asked beside the first, answered"
                + " sooner: 3; embeddings answered from the cache: 10; embeddings sent with others"
                + " in one request: 20");
  }

  @Test
  void the_last_error_is_named() {
    Mishap mishap =
        new Mishap("doomed", "mortal/sim", "502 upstream_unreachable", Duration.ofMillis(2_900));
    assertThat(lines(Optional.of(mishap), 80).getLast())
        .isEqualTo("last error, 2 s ago: doomed by mortal/sim: 502 upstream_unreachable");
  }

  private static List<String> lines(Optional<Mishap> last, int width) {
    return Table.lines(view(last), List.of(), width);
  }

  @Test
  void a_log_gets_one_line() {
    assertThat(Table.summary(view(Optional.empty())))
        .isEqualTo(
            "61 s: 1203 calls, 3 errors; chat by fast/sim 1200/0 p50 512 ms; doomed by nobody 3/3"
                + " p50 -");
  }

  @Test
  void durations_have_about_three_digits() {
    assertThat(Table.duration(Duration.ofNanos(1_234_567))).isEqualTo("1.2 ms");
    assertThat(Table.duration(Duration.ofMillis(999))).isEqualTo("999 ms");
    assertThat(Table.duration(Duration.ofMillis(12_345))).isEqualTo("12.35 s");
  }

  private static View view(Optional<Mishap> last) {
    return new View(Duration.ofSeconds(61), 1_203, 3, List.of(FAST, NOBODY), last, NOTHING);
  }
}

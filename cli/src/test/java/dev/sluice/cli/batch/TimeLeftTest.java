package dev.sluice.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private final TimeLeft left = new TimeLeft();

  static BatchStatus running(long done, OptionalLong remaining, String paused) {
    return new BatchStatus(
        "batch_1", "in_progress", 1_000, done, 0, "", "", List.of(), remaining, paused);
  }

  private String at(int second, long done, OptionalLong remaining) {
    return left.look(running(done, remaining, ""), Duration.ofSeconds(second).toNanos());
  }

  private String at(int second, long done) {
    return at(second, done, OptionalLong.empty());
  }

  @Test
  void what_the_limits_allow_counts_from_the_first_look_on() {
    assertThat(at(0, 400, OptionalLong.of(3_700))).isEqualTo("1h 1m left by the limits");
    assertThat(at(60, 999, OptionalLong.of(61))).isEqualTo("1m 1s left by the limits");
  }

  @Test
  void where_no_limit_is_known_the_pace_counts() {
    assertThat(at(0, 0)).isEmpty();
    assertThat(at(1, 100)).as("too early").isEmpty();
    assertThat(at(10, 200)).isEqualTo("about 40s left by the pace");
  }

  @Test
  void limits_that_allow_the_rest_at_once_say_nothing() {
    at(0, 0, OptionalLong.of(0));
    assertThat(at(10, 200, OptionalLong.of(0))).isEqualTo("about 40s left by the pace");
  }

  @Test
  void the_pace_is_that_of_the_last_minute() {
    at(0, 0);
    at(30, 600);
    at(60, 610);
    assertThat(at(90, 620)).isEqualTo("about 19m 0s left by the pace");
  }

  @Test
  void nothing_is_said_where_no_line_is_done() {
    at(0, 5);
    assertThat(at(30, 5)).isEmpty();
  }

  @Test
  void a_pace_far_below_the_limits_is_said_beside_them() {
    at(0, 0, OptionalLong.of(20));
    assertThat(at(10, 10, OptionalLong.of(20)))
        .as("not sure yet")
        .isEqualTo("20s left by the limits");
    assertThat(at(40, 40, OptionalLong.of(20))).isEqualTo("about 16m 0s left, limits allow 20s");
  }

  @Test
  void a_pause_has_no_pace() {
    at(0, 0);
    at(30, 300);
    assertThat(left.look(running(300, OptionalLong.empty(), "budget"), 1)).isEmpty();
    assertThat(at(60, 300)).isEmpty();
    assertThat(at(70, 400)).isEqualTo("about 1m 0s left by the pace");
  }

  @Test
  void times_have_their_two_largest_units() {
    assertThat(TimeLeft.words(0)).isEqualTo("0s");
    assertThat(TimeLeft.words(59)).isEqualTo("59s");
    assertThat(TimeLeft.words(60)).isEqualTo("1m 0s");
    assertThat(TimeLeft.words(90_061)).isEqualTo("1d 1h");
  }
}

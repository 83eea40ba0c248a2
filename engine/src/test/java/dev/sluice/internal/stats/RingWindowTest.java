package dev.sluice.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingWindowTest {
  private final RingWindow window = new RingWindow(10, 4);

  @Test
  void what_happened_before_the_window_is_forgotten() {
    window.add(1, 5);
    window.add(2, 15);
    assertThat(window.atMost(35)).isEqualTo(3);
    assertThat(window.atMost(45)).isEqualTo(2);
    assertThat(window.atMost(1_000)).isZero();
  }

  @Test
  void the_oldest_slot_may_lie_in_the_window_in_part() {
    window.add(1, 5);
    window.add(2, 15);
    assertThat(window.atLeast(35)).isEqualTo(2);
    assertThat(window.atLeast(45)).isZero();
  }

  @Test
  void what_is_told_late_counts_now() {
    window.add(1, 25);
    window.add(1, 5);
    assertThat(window.back(0)).isEqualTo(2);
    assertThat(window.back(2)).isZero();
  }

  @Test
  void what_is_taken_back_leaves_the_slot_that_it_was_counted_in() {
    window.add(1, 5);
    window.add(1, 25);
    window.add(-1, 5, 26);
    assertThat(window.back(2)).isZero();
    assertThat(window.atMost(26)).isEqualTo(1);
    window.add(-1, 5, 1_000);
    assertThat(window.atMost(1_000)).isZero();
  }

  @Test
  void a_part_forgets_what_the_whole_has_forgotten() {
    var part = new RingWindow(10, 4);
    window.add(1, 5);
    part.follow(window);
    part.add(1);
    assertThat(part.total()).isEqualTo(1);
    window.roll(1_000);
    part.follow(window);
    assertThat(part.total()).isZero();
  }

  @Test
  void instants_may_be_negative() {
    window.add(1, -15);
    assertThat(window.atMost(5)).isEqualTo(1);
    assertThat(window.atMost(25)).isZero();
  }
}

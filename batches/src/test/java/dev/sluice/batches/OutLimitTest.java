package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// How many lines are out at providers of different kinds, in virtual time.
class OutLimitTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();
  private final OutLimit limit = new OutLimit(64, 1_024);
  private final Queue<Long> out = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(47);
  private long now;

  /// Lets a provider answer lines, one after the other.
  ///
  /// @param slots how many it works on at a time, on which each line takes half a second
  private void answer(int lines, double slots) {
    for (int i = 0; i < lines; i++) {
      while (limit.hasRoom(out.size())) {
        out.add(now);
      }
      double busy = Math.min(slots, out.size());
      now += (long) (500 * MILLI / busy * (0.5 + random.nextDouble()));
      long sent = out.remove();
      limit.took(sent, now);
      limit.answered();
    }
  }

  @Test
  void a_provider_that_has_room_gets_all_that_may_be_out() {
    answer(10_000, Double.MAX_VALUE);
    assertThat(limit.limit()).isEqualTo(1_024);
  }

  @Test
  void a_provider_that_has_none_gets_no_more_lines_for_long() {
    answer(1_000, 16);
    for (int i = 0; i < 500; i++) {
      answer(100, 16);
      assertThat(limit.limit()).isLessThanOrEqualTo(96);
    }
  }

  @Test
  void a_provider_that_works_on_many_gets_a_little_more_than_these() {
    answer(50_000, 400);
    assertThat(limit.limit()).isBetween(300, 800);
  }

  @Test
  void where_a_provider_gets_slow_fewer_lines_are_out() {
    answer(10_000, Double.MAX_VALUE);
    answer(20_000, 30);
    assertThat(limit.limit()).isLessThanOrEqualTo(96);
    answer(60_000, Double.MAX_VALUE);
    assertThat(limit.limit()).isGreaterThan(400);
  }

  @Test
  void what_a_provider_refuses_halves_it_and_it_comes_back() {
    answer(10_000, Double.MAX_VALUE);
    limit.cut();
    assertThat(limit.limit()).isEqualTo(512);
    for (int i = 0; i < 12; i++) {
      limit.cut();
    }
    assertThat(limit.limit()).isEqualTo(1);
    answer(10_000, Double.MAX_VALUE);
    assertThat(limit.limit()).isEqualTo(1_024);
  }

  @Test
  void a_limit_that_is_not_used_does_not_grow() {
    for (int i = 0; i < 10_000; i++) {
      now += MILLI;
      assertThat(limit.hasRoom(20)).isTrue();
      limit.took(now - 100 * MILLI, now);
      limit.answered();
    }
    assertThat(limit.limit()).isEqualTo(64);
  }
}

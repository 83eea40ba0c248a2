package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyCountersTest {
  private static final int KEYS = 5_000;

  /// Two threads go through the keys side by side.
  @Test
  void first_callers_at_the_same_time_take_from_the_same_limit() throws Exception {
    KeyCounters[] keys =
        IntStream.range(0, KEYS).mapToObj(_ -> new KeyCounters()).toArray(KeyCounters[]::new);
    var one = new AtomicInteger();
    var other = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<RateLimit[]> ofOne = threads.submit(() -> limits(keys, one, other));
      Future<RateLimit[]> ofOther = threads.submit(() -> limits(keys, other, one));
      for (int key = 0; key < KEYS; key++) {
        assertThat(ofOne.get()[key]).isSameAs(ofOther.get()[key]);
      }
    }
  }

  private static RateLimit[] limits(KeyCounters[] keys, AtomicInteger own, AtomicInteger other) {
    var limits = new RateLimit[KEYS];
    for (int key = 0; key < KEYS; key++) {
      own.set(key + 1);
      while (other.get() <= key) {
        Thread.yield();
      }
      limits[key] = keys[key].calls(1_500, 0);
    }
    return limits;
  }
}

package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BodiesTest {
  @Test
  void what_fits_is_granted_and_what_does_not_is_refused() {
    var bodies = new Bodies(10);
    assertThat(bodies.reserve(7)).isTrue();
    assertThat(bodies.reserve(4)).isFalse();
    assertThat(bodies.reserve(3)).isTrue();
    assertThat(bodies.used()).isEqualTo(10);
    bodies.release(7);
    assertThat(bodies.used()).isEqualTo(3);
    assertThat(bodies.max()).isEqualTo(10);
  }

  @Test
  void an_absurd_size_does_not_overflow() {
    var bodies = new Bodies(Long.MAX_VALUE);
    assertThat(bodies.reserve(Long.MAX_VALUE)).isTrue();
    assertThat(bodies.reserve(1)).isFalse();
    assertThat(bodies.reserve(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void nonsense_is_refused_and_changes_nothing() {
    var bodies = new Bodies(10);
    assertThat(bodies.reserve(2)).isTrue();
    assertThatThrownBy(() -> bodies.release(3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bodies.release(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bodies.reserve(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bodies(0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(bodies.used()).isEqualTo(2);
  }

  @Test
  void under_contention_it_is_never_over_granted_and_ends_at_zero() throws Exception {
    var bodies = new Bodies(1_000);
    var granted = new AtomicLong();
    var start = new CyclicBarrier(4);
    try (var pool = Executors.newFixedThreadPool(4)) {
      var workers = new ArrayList<Future<Long>>();
      for (int seed = 0; seed < 4; seed++) {
        var random = RandomGenerator.of("L64X128MixRandom");
        workers.add(pool.submit(() -> hammer(bodies, granted, start, random)));
      }
      long most = 0;
      for (var worker : workers) {
        most = Math.max(most, worker.get());
      }
      assertThat(most).isPositive().isLessThanOrEqualTo(1_000);
    }
    assertThat(bodies.used()).isZero();
  }

  private static long hammer(
      Bodies bodies, AtomicLong granted, CyclicBarrier start, RandomGenerator random)
      throws Exception {
    long most = 0;
    start.await();
    for (int i = 0; i < 50_000; i++) {
      int bytes = random.nextInt(600);
      if (bodies.reserve(bytes)) {
        // Counted after it was granted and given back before it is released, so the sum of what is
        // counted can be below the truth, never above.
        most = Math.max(most, granted.addAndGet(bytes));
        granted.addAndGet(-bytes);
        bodies.release(bytes);
      }
    }
    return most;
  }
}

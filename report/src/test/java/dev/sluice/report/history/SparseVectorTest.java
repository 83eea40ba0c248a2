package dev.sluice.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SparseVectorTest {
  @Test
  void what_is_written_is_read_again() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 1_000; round++) {
      var values = new long[Measure.VECTOR];
      for (int i = random.nextInt(60); i > 0; i--) {
        values[random.nextInt(values.length)] = random.nextLong() >>> (1 + random.nextInt(62));
      }
      var sums = new long[values.length];
      SparseVector.addTo(sums, SparseVector.of(values));
      assertThat(sums).isEqualTo(values);
    }
  }

  @Test
  void counts_are_added() {
    var sums = new long[] {1, 2, 3};
    SparseVector.addTo(sums, SparseVector.of(new long[] {0, 0, 1_000}));
    assertThat(sums).containsExactly(1, 2, 1_003);
  }

  @Test
  void nothing_takes_no_bytes_and_a_busy_slot_about_200() {
    assertThat(SparseVector.of(new long[Measure.VECTOR])).isEmpty();
    var busy = new long[Measure.VECTOR];
    for (int i = 0; i < 70; i++) {
      busy[i * 5] = 30L + i;
    }
    assertThat(SparseVector.of(busy)).hasSizeBetween(100, 250);
  }
}

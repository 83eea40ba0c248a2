package dev.sluice.call.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Footprint;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentedBytesTest {
  private static final int SIZE = 1_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 300_000, SIZE})
  void parts_of_any_size_take_what_is_said_before_and_come_out_whole(int part) {
    byte[] all = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      all[i] = (byte) (i * 31);
    }
    var held = new SegmentedBytes();
    for (int from = 0; from < SIZE; from += part) {
      int more = Math.min(part, SIZE - from);
      long said = held.with(more);
      held.add(Unpooled.wrappedBuffer(all, from, more));
      assertThat(held.with(0)).isEqualTo(said);
    }
    assertThat(held.joined()).isEqualTo(all);
    assertThat(held.with(0)).isBetween((long) SIZE, 2L * SIZE);
    assertThat(Footprint.of(held)).isLessThan(held.with(0) + 1000);
    held.clear();
    assertThat(held.size()).isZero();
    assertThat(held.with(0)).isZero();
  }

  @Test
  void nothing_is_held_of_nothing() {
    var held = new SegmentedBytes();
    held.add(Unpooled.EMPTY_BUFFER);
    assertThat(held.joined()).isEmpty();
  }
}

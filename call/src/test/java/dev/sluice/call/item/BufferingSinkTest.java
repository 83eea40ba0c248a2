package dev.sluice.call.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.Footprint;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferingSinkTest {
  private static final int MEBIBYTE = 1 << 20;

  private final Memory memory = new Memory();
  private final List<Failed> aborted = new ArrayList<>();

  @Test
  void what_comes_in_is_held_until_it_is_closed() {
    try (var intake = new BufferingSink(reservation(), 1)) {
      intake.body(part(1000));
      intake.body(part(500));
      assertThat(intake.bytes()).hasSize(1500);
      assertThat(memory.used()).isBetween(3 * 1500L, 4 * 1500L);
    }
    assertThat(memory.used()).isZero();
  }

  @Test
  void many_small_parts_take_no_more_than_is_reserved_for_them() throws Exception {
    try (var intake = new BufferingSink(reservation(), 1)) {
      for (int i = 0; i < 100_000; i++) {
        intake.body(part(1));
      }
      Field held = BufferingSink.class.getDeclaredField("held");
      held.setAccessible(true);
      assertThat(Footprint.of(held.get(intake))).isLessThan(memory.used() - 2 * 100_000 + 1000);
      assertThat(memory.used()).isLessThan(4 * 100_000);
    }
  }

  /// A call whose client leaves does not wait for its loop, which may still bring something.
  @Test
  void what_comes_in_after_it_was_closed_takes_no_memory() {
    var intake = new BufferingSink(reservation(), 1);
    intake.body(part(1000));
    intake.close();
    intake.body(part(1000));
    assertThat(memory.used()).isZero();
  }

  @Test
  void more_than_was_asked_for_is_stopped_and_is_nobodys_fault() {
    try (var intake = new BufferingSink(reservation(), 1)) {
      intake.attach(feed());
      intake.body(part(200_000));
      intake.body(part(200_000));
      assertThat(intake.overflown()).isTrue();
      assertThat(aborted).hasOnlyElementsOfType(Failed.Cancelled.class).hasSize(1);
      assertThat(memory.used()).isZero();
    }
  }

  @Test
  void what_there_is_no_memory_for_is_stopped() {
    memory.max = 3 * MEBIBYTE;
    try (var intake = new BufferingSink(reservation(), 100)) {
      intake.attach(feed());
      intake.body(part(MEBIBYTE));
      intake.body(part(1));
      assertThat(intake.overflown()).isTrue();
      assertThat(memory.used()).isZero();
    }
  }

  private Reservation reservation() {
    return memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY);
  }

  private static ByteBuf part(int size) {
    return Unpooled.wrappedBuffer(new byte[size]);
  }

  private AttemptInfo feed() {
    var attempt = new AttemptInfo("p/m", Call.Trace.NONE, Clock.SYSTEM);
    attempt.begin(aborted::add);
    return attempt;
  }
}

package dev.sluice.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.internal.memory.HeapBudget;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyIntakeTest {
  private static final int MAX = 1024 * 1024;

  private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
  private final HeapBudget memory = new HeapBudget(2L * MAX);
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  @Test
  void a_body_in_parts_is_whole_and_each_byte_is_shown_once() {
    for (int length : new int[] {1, 1024, 16 * 1024, 16 * 1024 + 1, 200_000, MAX}) {
      byte[] bytes = bytes(length);
      BodyIntake intake = intake(length);
      feed(intake, bytes);
      assertThat(intake.size()).isEqualTo(length);
      assertThat(memory.used()).isBetween((long) length, length + 16L * 1024);
      Body body = intake.take();
      assertThat(ByteBufUtil.getBytes(body.bytes())).isEqualTo(bytes);
      assertThat(seen.toByteArray()).isEqualTo(bytes);
      body.close();
      assertGivenBack();
      seen.reset();
    }
  }

  @Test
  void an_announcement_takes_no_memory() {
    BodyIntake intake = intake(MAX);
    intake.add(Unpooled.wrappedBuffer(bytes(100)));
    assertThat(memory.used()).isEqualTo(16 * 1024);
    intake.close();
    assertGivenBack();
  }

  @Test
  void what_has_come_is_given_back_when_there_is_no_room_for_more() {
    var other = memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY);
    other.resize(2L * MAX - 400_000);
    BodyIntake intake = intake(-1);
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(200_000)))).isEqualTo(BodyIntake.Taken.YES);
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(300_000))))
        .isEqualTo(BodyIntake.Taken.NO_ROOM);
    intake.close();
    other.close();
    assertGivenBack();
  }

  @Test
  void a_body_above_the_limit_is_refused_before_it_is_taken() {
    BodyIntake intake = intake(-1);
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(MAX + 1))))
        .isEqualTo(BodyIntake.Taken.TOO_LARGE);
    assertThat(intake.size()).isZero();
    intake.close();
    assertGivenBack();
  }

  private void feed(BodyIntake intake, byte[] bytes) {
    Random random = new Random(bytes.length);
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(70_000));
      byte[] part = Arrays.copyOfRange(bytes, at, to);
      assertThat(intake.add(Unpooled.wrappedBuffer(part))).isEqualTo(BodyIntake.Taken.YES);
      at = to;
    }
  }

  private void assertGivenBack() {
    assertThat(memory.used()).isZero();
    assertThat(alloc.metric().usedHeapMemory()).isZero();
  }

  private BodyIntake intake(int announced) {
    return new BodyIntake(
        alloc,
        memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY),
        MAX,
        announced,
        (a, from, to) -> seen.write(a, from, to - from));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

package dev.sluice.server.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.request.RequestScanner;
import dev.sluice.server.memory.BodyBuffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyIntakeTest {
  private static final int MAX = 1024 * 1024;
  private static final int LARGE = MAX + 300_001;
  private static final int BLOCK = BodyBuffers.BLOCK;

  private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
  private final HeapBudget memory = new HeapBudget(3L * MAX);
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  /// What the reader has kept.
  private int kept;

  @Test
  void a_body_in_parts_is_whole_and_each_byte_is_shown_once() {
    for (int length : new int[] {1, 1024, 16 * 1024, 16 * 1024 + 1, 200_000, MAX}) {
      byte[] bytes = bytes(length);
      BodyIntake intake = intake(length);
      feed(intake, bytes);
      assertThat(intake.size()).isEqualTo(length);
      assertThat(memory.used()).isBetween((long) length, length + 32L * 1024);
      Body body = intake.take();
      assertThat(ByteBufUtil.getBytes(body.bytes())).isEqualTo(bytes);
      assertThat(seen.toByteArray()).isEqualTo(bytes);
      body.close();
      assertGivenBack();
      seen.reset();
    }
  }

  /// As a socket does it: what comes next is written to where it is to stay.
  @Test
  void a_large_body_stays_where_it_was_read_to() {
    byte[] bytes = bytes(LARGE);
    for (int most : new int[] {1_460, 64 * 1024, 100_000}) {
      BodyIntake intake = intake(LARGE, LARGE);
      for (int at = 0; at < LARGE; ) {
        ByteBuf next = requireNonNull(intake.next());
        int length = Math.min(most, Math.min(next.writableBytes(), LARGE - at));
        next.writeBytes(bytes, at, length);
        assertThat(intake.add(next)).isEqualTo(BodyIntake.Taken.YES);
        assertThat(next.isReadable()).isFalse();
        next.release();
        at += length;
      }
      assertThat(intake.next()).isNull();
      assertThat(memory.used()).isBetween((long) LARGE, LARGE + 64L * 1024);
      assertWhole(intake, bytes);
    }
  }

  /// So that a client which sends little has little memory, and one that sends much is read seldom.
  @Test
  void blocks_of_a_large_body_grow_with_it() {
    BodyIntake intake = intake(LARGE, LARGE);
    int blocks = 0;
    while (intake.size() < LARGE) {
      ByteBuf next = requireNonNull(intake.next());
      next.writeZero(Math.min(next.writableBytes(), LARGE - intake.size()));
      assertThat(memory.used()).isLessThanOrEqualTo(Math.max(BLOCK, 2L * intake.size()));
      intake.add(next);
      next.release();
      blocks++;
    }
    assertThat(blocks).isLessThan(LARGE / BLOCK / 2);
    assertThat(memory.used()).isLessThan(LARGE + BLOCK);
    intake.close();
    assertGivenBack();
  }

  @Test
  void what_comes_otherwise_is_copied_behind_it() {
    byte[] bytes = bytes(LARGE);
    BodyIntake intake = intake(LARGE, LARGE);
    Random random = new Random(3);
    for (int at = 0; at < LARGE; ) {
      ByteBuf next = requireNonNull(intake.next());
      int length = Math.min(1 + random.nextInt(70_000), Math.min(next.writableBytes(), LARGE - at));
      boolean inPlace = random.nextBoolean();
      ByteBuf part = inPlace ? next.retain() : Unpooled.directBuffer(length);
      part.writeBytes(bytes, at, length);
      assertThat(intake.add(part)).isEqualTo(BodyIntake.Taken.YES);
      part.release();
      next.release();
      at += length;
    }
    assertWhole(intake, bytes);
  }

  @Test
  void a_place_that_was_asked_for_and_not_used_is_the_next_one_again() {
    BodyIntake intake = intake(LARGE, LARGE);
    ByteBuf unused = requireNonNull(intake.next());
    unused.release();
    ByteBuf next = requireNonNull(intake.next()).writeBytes(bytes(10));
    assertThat(intake.add(next)).isEqualTo(BodyIntake.Taken.YES);
    next.release();
    assertThat(memory.used()).isEqualTo(64 * 1024);
    intake.close();
    assertThat(intake.next()).isNull();
    assertGivenBack();
  }

  @Test
  void no_byte_behind_the_body_is_read_to_where_it_stays() {
    BodyIntake intake = intake(LARGE, LARGE);
    for (int at = 0; at < LARGE - 1; ) {
      ByteBuf next = requireNonNull(intake.next());
      int length = Math.min(next.writableBytes(), LARGE - 1 - at);
      next.writeZero(length);
      intake.add(next);
      next.release();
      at += length;
    }
    ByteBuf last = requireNonNull(intake.next());
    assertThat(last.maxWritableBytes()).isEqualTo(1);
    last.release();
    intake.close();
    assertGivenBack();
  }

  @Test
  void a_body_that_is_not_announced_as_large_is_read_as_usual() {
    for (int announced : new int[] {-1, 0, MAX}) {
      BodyIntake intake = intake(announced, LARGE);
      assertThat(intake.next()).isNull();
      intake.close();
    }
    assertGivenBack();
  }

  @Test
  void there_is_no_place_where_there_is_no_memory_and_the_next_byte_is_refused() {
    var full =
        new Reservation() {
          @Override
          public boolean resize(long bytes) {
            return false;
          }

          @Override
          public void close() {}
        };
    BodyIntake intake = new BodyIntake(alloc, full, LARGE, LARGE, (_, _, _) -> 0);
    assertThat(intake.next()).isNull();
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(1)))).isEqualTo(BodyIntake.Taken.NO_ROOM);
    intake.close();
    assertGivenBack();
  }

  private void assertWhole(BodyIntake intake, byte[] bytes) {
    Body body = intake.take();
    assertThat(intake.next()).isNull();
    assertThat(body.bytes().isDirect()).isTrue();
    assertThat(ByteBufUtil.getBytes(body.bytes())).isEqualTo(bytes);
    assertThat(seen.toByteArray()).isEqualTo(bytes);
    seen.reset();
    body.close();
    assertGivenBack();
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
    other.resize(3L * MAX - 500_000);
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

  @Test
  void what_the_reader_keeps_counts_until_the_body_is_given_back() {
    BodyIntake intake = intake(100);
    kept = 200_000;
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(50)))).isEqualTo(BodyIntake.Taken.YES);
    assertThat(memory.used()).isGreaterThanOrEqualTo(200_100);
    kept = 3 * MAX;
    assertThat(intake.add(Unpooled.wrappedBuffer(bytes(50)))).isEqualTo(BodyIntake.Taken.NO_ROOM);
    intake.close();
    assertGivenBack();
  }

  /// Each body is names that have to be kept, and none of them ends.
  @Test
  void scans_that_keep_more_than_their_bodies_fill_the_memory_too() {
    List<BodyIntake> taken = new ArrayList<>();
    byte[] names = names(1_000);
    BodyIntake.Taken last = BodyIntake.Taken.YES;
    while (last == BodyIntake.Taken.YES && taken.size() < 1_000) {
      var scanner = new RequestScanner(Operation.CHAT);
      var part = memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY);
      BodyIntake.Reader reader =
          (a, from, to) -> {
            scanner.add(a, from, to);
            return scanner.held();
          };
      var intake = new BodyIntake(alloc, part, MAX, -1, reader);
      taken.add(intake);
      last = intake.add(Unpooled.wrappedBuffer(names));
    }
    assertThat(last).isEqualTo(BodyIntake.Taken.NO_ROOM);
    // 100 KB of names and their places, beside a buffer of 16 KB.
    assertThat(taken.size()).isLessThan(3 * MAX / 100_000);
    taken.forEach(BodyIntake::close);
    assertGivenBack();
  }

  /// The beginning of a request with so many properties.
  private static byte[] names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"name" + i + "\":0,")
        .collect(Collectors.joining("", "{", ""))
        .getBytes(StandardCharsets.UTF_8);
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
    assertThat(alloc.metric().usedDirectMemory()).isZero();
  }

  private BodyIntake intake(int announced) {
    return intake(announced, MAX);
  }

  private BodyIntake intake(int announced, int max) {
    return new BodyIntake(
        alloc,
        memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY),
        max,
        announced,
        (a, from, to) -> {
          seen.write(a, from, to - from);
          return kept;
        });
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

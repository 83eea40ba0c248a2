package dev.sluice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BodyBuffersTest {
  private static final int BLOCK = BodyBuffers.BLOCK;

  private final BodyBuffers buffers = new BodyBuffers(2L * BLOCK, 3L * BLOCK);

  @Test
  void a_block_that_is_given_back_is_the_next_one_to_be_taken() {
    ByteBuf first = block();
    byte[] array = first.array();
    first.writeLong(1);
    first.release();
    ByteBuf second = block();
    assertThat(second.array()).isSameAs(array);
    assertThat(second.readableBytes()).isZero();
    assertThat(second.writableBytes()).isEqualTo(BLOCK);
    second.release();
  }

  @Test
  void blocks_under_way_are_never_the_same() {
    List<ByteBuf> taken = Stream.generate(this::block).limit(5).toList();
    assertThat(taken.stream().map(ByteBuf::array).distinct()).hasSize(5);
    taken.forEach(ByteBuf::release);
  }

  @Test
  void what_has_become_smaller_is_not_kept_as_a_block() {
    block().capacity(100).release();
    assertThat(buffers.free()).isEqualTo(BLOCK);
    List<ByteBuf> taken = Stream.generate(this::block).limit(2).toList();
    assertThat(taken).allMatch(buffer -> buffer.array().length == BLOCK);
    taken.forEach(ByteBuf::release);
  }

  @Test
  void as_many_are_kept_as_may_be_and_none_after_a_rest() {
    Stream.generate(this::block).limit(12).toList().forEach(ByteBuf::release);
    assertThat(buffers.free()).as("two for certain, and three times as many").isEqualTo(8 * BLOCK);
    Stream.generate(this::block).limit(8).toList().forEach(ByteBuf::release);
    assertThat(buffers.free()).as("all of them used again").isEqualTo(8 * BLOCK);
    buffers.clear();
    assertThat(buffers.free()).isZero();
    assertThat(block().release()).isTrue();
    assertThat(buffers.free()).isEqualTo(BLOCK);
  }

  @Test
  void blocks_of_large_bodies_are_outside_of_the_heap_while_there_is_room() {
    List<ByteBuf> taken = Stream.generate(this::outside).limit(4).toList();
    assertThat(taken.subList(0, 3)).allMatch(ByteBuf::isDirect);
    assertThat(taken.getLast().isDirect()).isFalse();
    assertThat(taken).allMatch(buffer -> buffer.writableBytes() == BLOCK);
    assertThat(buffers.outside()).isEqualTo(3L * BLOCK);
    taken.forEach(ByteBuf::release);
    assertThat(buffers.outside()).as("kept for the next ones").isEqualTo(3L * BLOCK);
    ByteBuf again = outside();
    assertThat(again.isDirect()).isTrue();
    assertThat(again.readableBytes()).isZero();
    buffers.clear();
    assertThat(buffers.outside()).as("the one in use").isEqualTo(BLOCK);
    again.release();
    buffers.clear();
    assertThat(buffers.outside()).isZero();
  }

  @Test
  void a_slice_of_a_block_outside_of_the_heap_keeps_it_from_being_used_again() {
    ByteBuf block = outside().writeLong(7);
    ByteBuf slice = block.retainedSlice(0, Long.BYTES);
    assertThat(block.release()).isFalse();
    ByteBuf other = outside().writeLong(8);
    assertThat(slice.getLong(0)).isEqualTo(7);
    assertThat(slice.release()).isTrue();
    other.release();
  }

  private ByteBuf outside() {
    return buffers.ioBuffer(BLOCK, BLOCK);
  }

  @Test
  void what_is_to_come_takes_the_smallest_block_that_holds_it() {
    assertThat(BodyBuffers.capacity(BLOCK)).isEqualTo(BLOCK);
    assertThat(BodyBuffers.capacity(BLOCK / 2 + 1)).isEqualTo(BLOCK);
    assertThat(BodyBuffers.capacity(BLOCK / 2)).isEqualTo(BLOCK / 2);
    assertThat(BodyBuffers.capacity(16 * 1024 + 1)).isEqualTo(BLOCK / 2);
    assertThat(BodyBuffers.capacity(4 * 1024 + 1)).isEqualTo(8 * 1024);
  }

  @Test
  void blocks_of_each_size_are_used_again() {
    for (int size = 8 * 1024; size <= BLOCK; size *= 2) {
      ByteBuf held = buffers.heapBuffer(size, size);
      ByteBuf first = buffers.heapBuffer(size, size);
      byte[] array = first.array();
      first.release();
      ByteBuf second = buffers.heapBuffer(size, size);
      assertThat(second.array()).isSameAs(array).isNotSameAs(held.array()).hasSize(size);
      second.release();
      held.release();
      buffers.clear();
    }
  }

  @Test
  void what_is_smaller_than_a_block_is_taken_elsewhere() {
    assertThat(BodyBuffers.capacity(4 * 1024)).isEqualTo(4 * 1024);
    for (int size : new int[] {1, 4 * 1024, 12 * 1024}) {
      ByteBuf small = buffers.heapBuffer(size, size);
      assertThat(small.capacity()).isEqualTo(size);
      small.release();
    }
    assertThat(buffers.free()).isZero();
  }

  private ByteBuf block() {
    return buffers.heapBuffer(BLOCK, BLOCK);
  }
}

package dev.sluice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BodyBuffersTest {
  private static final int BLOCK = BodyBuffers.BLOCK;

  private final BodyBuffers buffers = new BodyBuffers(2);

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
    assertThat(buffers.free()).isEqualTo(1);
    List<ByteBuf> taken = Stream.generate(this::block).limit(2).toList();
    assertThat(taken).allMatch(buffer -> buffer.array().length == BLOCK);
    taken.forEach(ByteBuf::release);
  }

  @Test
  void as_many_are_kept_as_may_be_and_none_after_a_rest() {
    Stream.generate(this::block).limit(5).toList().forEach(ByteBuf::release);
    assertThat(buffers.free()).isEqualTo(2);
    buffers.clear();
    assertThat(buffers.free()).isZero();
    assertThat(block().release()).isTrue();
    assertThat(buffers.free()).isEqualTo(1);
  }

  @Test
  void the_end_of_a_body_takes_a_block_where_it_fills_half_of_one() {
    assertThat(BodyBuffers.capacity(BLOCK / 2)).isEqualTo(BLOCK / 2);
    assertThat(BodyBuffers.capacity(BLOCK / 2 + 1)).isEqualTo(BLOCK);
    ByteBuf small = buffers.heapBuffer(BLOCK / 2, BLOCK / 2);
    assertThat(small.capacity()).isEqualTo(BLOCK / 2);
    small.release();
    assertThat(buffers.free()).isZero();
  }

  private ByteBuf block() {
    return buffers.heapBuffer(BLOCK, BLOCK);
  }
}

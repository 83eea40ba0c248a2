package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/// The watchman is awake.
class LeaksTest {
  @Test
  void a_lost_buffer_is_found_and_one_given_back_is_not() {
    Leaks.watch();
    give(ByteBufAllocator.DEFAULT.buffer(16));
    give(Unpooled.buffer(16));
    assertThatCode(Leaks::assertNone).doesNotThrowAnyException();
    Leaks.watch();
    lose(ByteBufAllocator.DEFAULT.buffer(16));
    await()
        .untilAsserted(
            () -> assertThatThrownBy(Leaks::assertNone).isInstanceOf(AssertionError.class));
  }

  private static void give(ByteBuf buffer) {
    buffer.release();
  }

  private static void lose(ByteBuf buffer) {
    buffer.writeByte(1);
  }
}

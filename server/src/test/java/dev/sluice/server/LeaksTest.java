package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Leaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.Test;

/// The watchman is awake.
class LeaksTest {
  @Test
  void a_buffer_that_is_lost_in_a_class_that_asks_for_nothing_is_found() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
    lose(ByteBufAllocator.DEFAULT.buffer(16));
    assertThatThrownBy(Leaks::assertNone).isInstanceOf(AssertionError.class);
    Leaks.watch();
    give(ByteBufAllocator.DEFAULT.buffer(16));
    give(Unpooled.buffer(16));
    assertThatCode(Leaks::assertNone).doesNotThrowAnyException();
  }

  private static void give(ByteBuf buffer) {
    buffer.release();
  }

  private static void lose(ByteBuf buffer) {
    buffer.writeByte(1);
  }
}

package dev.sluice.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyPipeTest {
  private final AtomicInteger resumed = new AtomicInteger();
  private final BodyPipe pipe = new BodyPipe(resumed::incrementAndGet);

  private boolean add(int length) {
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[length]);
    return pipe.add(bytes);
  }

  @Test
  void it_is_full_at_its_bound_and_asks_for_more_once_half_is_read() throws Exception {
    assertThat(add(BodyPipe.FULL - 1_000)).isTrue();
    assertThat(add(1_000)).isFalse();
    byte[] into = new byte[BodyPipe.FULL / 2 - 2_000];
    assertThat(pipe.read(into, 0, into.length)).isEqualTo(into.length);
    assertThat(resumed).hasValue(0);
    assertThat(pipe.read(into, 0, 4_000)).isEqualTo(4_000);
    assertThat(resumed).hasValue(1);
    assertThat(pipe.read(into, 0, 10)).isEqualTo(10);
    assertThat(resumed).hasValue(1);
    assertThat(add(1)).isTrue();
  }

  @Test
  void a_byte_a_piece_costs_more_than_a_byte() {
    int pieces = 0;
    while (add(1)) {
      pieces++;
    }
    assertThat(pieces).isLessThan(BodyPipe.FULL / 40);
  }

  @Test
  void what_has_come_is_read_before_the_end() throws Exception {
    assertThat(add(3)).isTrue();
    pipe.end();
    assertThat(pipe.read(new byte[10], 2, 8)).isEqualTo(3);
    assertThat(pipe.read(new byte[10], 0, 10)).isEqualTo(-1);
    assertThat(pipe.read(new byte[10], 0, 10)).isEqualTo(-1);
  }

  @Test
  void nothing_is_read_once_the_client_has_left() {
    assertThat(add(3)).isTrue();
    pipe.drop();
    assertThat(add(3)).isTrue();
    assertThatThrownBy(() -> pipe.read(new byte[10], 0, 10)).isInstanceOf(ClientGone.class);
  }
}

package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

class BodyReadsTest {
  /// How often a connection is read in a turn of its loop, as Netty has it.
  private static final int OFTEN = 16;

  private static final int MIB = 1 << 20;

  @Test
  void a_connection_that_brings_much_lets_the_others_have_their_turn() {
    var channel = new NioSocketChannel();
    BodyReads.prepare(channel);
    ExtendedHandle handle = (ExtendedHandle) channel.config().getRecvByteBufAllocator().newHandle();
    assertThat(reads(channel, handle, MIB)).isEqualTo(1);
    assertThat(reads(channel, handle, MIB / 2)).isEqualTo(2);
    assertThat(reads(channel, handle, MIB / 2 - 1)).isEqualTo(3);
    assertThat(reads(channel, handle, MIB / OFTEN)).isEqualTo(OFTEN);
    assertThat(reads(channel, handle, 100)).isEqualTo(OFTEN);
    channel.unsafe().closeForcibly();
  }

  /// How many reads of `size` bytes there are in a turn.
  private static int reads(NioSocketChannel channel, ExtendedHandle handle, int size) {
    handle.reset(channel.config());
    int reads = 0;
    do {
      handle.attemptedBytesRead(size);
      handle.lastBytesRead(size);
      handle.incMessagesRead(1);
      reads++;
    } while (handle.continueReading());
    return reads;
  }
}

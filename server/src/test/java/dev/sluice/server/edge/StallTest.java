package dev.sluice.server.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class StallTest {
  @Test
  void a_client_that_takes_something_has_not_stalled() {
    var channel = new EmbeddedChannel();
    var stall = new Stall(channel);
    var _ = channel.write(Unpooled.buffer(100).writeZero(100));
    assertThat(stall.moved()).isTrue();
    assertThat(stall.moved()).isFalse();
    ChannelOutboundBuffer pending = requireNonNull(channel.unsafe().outboundBuffer());
    pending.addFlush();
    pending.progress(10);
    assertThat(stall.moved()).isTrue();
    assertThat(stall.moved()).isFalse();
    channel.flush();
    assertThat(stall.moved()).isTrue();
    channel.finishAndReleaseAll();
  }
}

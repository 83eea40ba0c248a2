package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteStallTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final WriteStall stall = new WriteStall(channel, Duration.ofSeconds(30));

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  private void waits(int bytes) {
    var _ = channel.write(Unpooled.buffer(bytes).writeZero(bytes));
  }

  private boolean goesOn(int seconds) {
    return stall.look(Duration.ofSeconds(seconds).toNanos()).isPresent();
  }

  @Test
  void a_client_that_takes_nothing_is_given_up_in_time() {
    waits(100);
    stall.begin(0);
    assertThat(goesOn(29)).isTrue();
    assertThat(stall.look(Duration.ofSeconds(29).toNanos())).contains(Duration.ofSeconds(1));
    assertThat(goesOn(30)).isFalse();
  }

  @Test
  void a_client_that_takes_something_has_its_time_anew() {
    waits(100);
    stall.begin(0);
    ChannelOutboundBuffer pending = requireNonNull(channel.unsafe().outboundBuffer());
    pending.addFlush();
    pending.progress(10);
    assertThat(goesOn(29)).isTrue();
    assertThat(goesOn(58)).isTrue();
    assertThat(goesOn(59)).isFalse();
  }
}

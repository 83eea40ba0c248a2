package dev.sluice.sim.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/// Ends a connection by a reset (RST).
final class Resets {
  private Resets() {}

  /// Sends what has been written, then RST instead of FIN.
  static void reset(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            _ -> {
              if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
              }
              var _ = channel.close();
            });
  }
}

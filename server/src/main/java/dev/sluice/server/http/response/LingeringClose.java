package dev.sluice.server.http.response;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;

/// Ends a connection from our side without losing what the client has been told.
public final class LingeringClose {
  private LingeringClose() {}

  /// Shuts our side as soon as everything is sent. Our reading must go on for a while: a client
  /// that is still sending would meet a reset, and lose our last answer to it.
  ///
  /// @param shut told when it is
  public static void begin(Channel channel, Runnable shut) {
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                _ -> {
                  if (channel.isActive() && channel instanceof DuplexChannel duplex) {
                    var _ = duplex.shutdownOutput();
                    shut.run();
                  }
                });
  }

  /// Closes it as soon as everything is sent. Safe for any thread.
  public static void now(Channel channel) {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}

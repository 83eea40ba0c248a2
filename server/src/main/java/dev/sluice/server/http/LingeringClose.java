package dev.sluice.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;

/// The end of a connection from the server's side that does not lose the last answer.
public final class LingeringClose {
  private LingeringClose() {}

  /// Shuts the server's side as soon as everything is sent. The server must go on reading for a
  /// while: a client that is still sending would meet a reset, and lose the last answer to it.
  ///
  /// @param shut called when it is
  public static void begin(Channel channel, Runnable shut) {
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                _ -> {
                  if (channel.isActive()) {
                    TlsEnd.send(channel, () -> shut(channel, shut));
                  }
                });
  }

  private static void shut(Channel channel, Runnable shut) {
    if (channel.isActive() && channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
      shut.run();
    }
  }

  /// Closes a channel as soon as everything is sent. Safe for any thread.
  public static void now(Channel channel) {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}

package dev.sluice.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// Tells whether a client takes anything of what waits to be sent to it.
final class Stall {
  private final Channel channel;
  private long pending;
  private long sentOfNext;

  Stall(Channel channel) {
    this.channel = channel;
  }

  /// Whether something has moved since it was last asked.
  boolean moved() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null) {
      return false;
    }
    long before = pending;
    long sentBefore = sentOfNext;
    pending = out.totalPendingWriteBytes();
    sentOfNext = out.currentProgress();
    return pending != before || sentOfNext != sentBefore;
  }
}

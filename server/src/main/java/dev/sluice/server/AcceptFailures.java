package dev.sluice.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.LongAdder;

/// The last handler at a listening socket, which counts what went wrong with accepting, mostly a
/// lack of file descriptors. Netty's acceptor, before it, has paused by then; Netty would only log
/// behind it, and a log that needs a file for its first line kills the event loop just then.
@Sharable
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private final LongAdder count = new LongAdder();

  long count() {
    return count.sum();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    count.increment();
  }
}

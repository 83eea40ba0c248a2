package dev.sluice.server.admin;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.http.RequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;

/// The initializer of the connections of the admin listener.
public final class AdminChannels extends ChannelInitializer<Channel> {
  private final AdminPages pages;
  private final AdminWrites writes;
  private final AdminAccess access;
  private final FrameStream feed;
  private final PagePools pools;
  private final Clock clock;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// @param tokens the tokens of which a request must show one, if there are any
  /// @param feed keeps the dashboard fresh
  /// @param pools make up the pages
  public AdminChannels(
      AdminPages pages,
      AdminWrites writes,
      List<AdminToken> tokens,
      FrameStream feed,
      PagePools pools,
      Clock clock) {
    this.pages = pages;
    this.writes = writes;
    this.access = new AdminAccess(tokens);
    this.feed = feed;
    this.pools = pools;
    this.clock = clock;
  }

  /// Asks for other tokens, or for none, from the next request on. Streams that were opened with
  /// those before end.
  public void use(List<AdminToken> next) {
    if (access.use(next)) {
      feed.endAll();
    }
  }

  /// Closes connections that do not come to a loopback address: without a token only such are
  /// served.
  public void closeRemote() {
    var _ = open.close(channel -> !isLoopback(channel));
  }

  private static boolean isLoopback(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress at
        && at.getAddress().isLoopbackAddress();
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder = new RequestDecoder();
    channel
        .pipeline()
        .addLast(
            decoder,
            new AdminConnection(channel, decoder, pages, writes, access, feed, pools, clock));
    open.add(channel);
  }

  /// Closes all connections. Not to be called on a loop.
  public void close() {
    var _ = open.close().awaitUninterruptibly();
  }
}

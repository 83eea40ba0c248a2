package dev.sluice.server.admin;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.http.RequestDecoder;
import dev.sluice.server.tls.TlsEntry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The initializer of the connections of the admin listener.
public final class AdminChannels extends ChannelInitializer<Channel> {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final AdminPages pages;
  private final AdminWrites writes;
  private final AdminAccess access;
  private final FrameStream feed;
  private final PagePools pools;
  private final Clock clock;

  /// The TLS of connections that come from now on; null for none.
  private volatile @Nullable TlsEntry tls;

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// @param tokens the tokens of which a request must show one, if there are any
  /// @param feed keeps the dashboard fresh
  /// @param pools make up the pages
  /// @param tls null for none
  public AdminChannels(
      AdminPages pages,
      AdminWrites writes,
      List<AdminToken> tokens,
      FrameStream feed,
      PagePools pools,
      Clock clock,
      @Nullable TlsEntry tls) {
    this.pages = pages;
    this.writes = writes;
    this.access = new AdminAccess(tokens);
    this.feed = feed;
    this.pools = pools;
    this.clock = clock;
    this.tls = tls;
  }

  /// Asks for other tokens, or for none, from the next request on. Streams that were opened with
  /// those before end.
  ///
  /// @param people who logs in from now on
  /// @param nextTls the TLS of connections that come from now on; null for none
  public void use(List<AdminToken> next, People people, @Nullable TlsEntry nextTls) {
    tls = nextTls;
    if (access.use(next, people)) {
      feed.endAll();
    }
  }

  /// Lets these people log in, before anybody asks.
  public void use(People people) {
    access.use(people);
  }

  /// The people who log in now.
  public People people() {
    return access.people();
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

  /// Whether connections that come now have TLS.
  public boolean isSecure() {
    return tls != null;
  }

  @Override
  protected void initChannel(Channel channel) {
    open.add(channel);
    TlsEntry entry = tls;
    if (entry == null) {
      serve(channel);
    } else {
      entry.begin(channel, HANDSHAKE, (_, _, _) -> serve(channel));
    }
  }

  private void serve(Channel channel) {
    var decoder = new RequestDecoder();
    var connection =
        new AdminConnection(channel, decoder, pages, writes, access, feed, pools, clock);
    channel.pipeline().addLast(decoder, connection);
    connection.begin();
  }

  /// Closes all connections. Not to be called on a loop.
  public void close() {
    var _ = open.close().awaitUninterruptibly();
  }
}

package dev.sluice.server.admin;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.edge.client.ClientKey;
import dev.sluice.server.edge.client.Keys;
import dev.sluice.server.http.request.RequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Sets up the connections of the admin listener.
public final class AdminChannels extends ChannelInitializer<Channel> {
  private final AdminPages pages;
  private final AdminWrites writes;
  private final Executor pool;
  private final Clock clock;
  private volatile Keys token;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /// @param token what must be shown, if anything
  /// @param pool makes up the pages
  public AdminChannels(
      AdminPages pages, AdminWrites writes, Optional<Secret> token, Executor pool, Clock clock) {
    this.pages = pages;
    this.writes = writes;
    this.token = keys(token);
    this.pool = pool;
    this.clock = clock;
  }

  private static Keys keys(Optional<Secret> token) {
    return new Keys(ClientKey.plain(token.stream().toList()));
  }

  /// Asks for another token, or for none, from the next request on.
  public void use(Optional<Secret> next) {
    token = keys(next);
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder = new RequestDecoder();
    channel
        .pipeline()
        .addLast(
            decoder,
            new AdminConnection(channel, decoder, pages, writes, () -> token, pool, clock));
    open.add(channel);
  }

  /// Closes all connections. Not on a loop.
  public void close() {
    var _ = open.close().awaitUninterruptibly();
  }
}

package dev.sluice.server.edge;

import dev.sluice.server.edge.head.HeadValidator;
import dev.sluice.server.http.request.RequestDecoder;
import dev.sluice.server.http.response.LingeringClose;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Sets up the connections of clients, and knows those that are open.
public final class ClientChannels extends ChannelInitializer<Channel> {
  private final HeadValidator validator;
  private final EdgeDependencies calls;
  private final RequestIds ids;
  private final ClientTimeouts timeouts;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public ClientChannels(
      HeadValidator validator, EdgeDependencies calls, RequestIds ids, ClientTimeouts timeouts) {
    this.validator = validator;
    this.calls = calls;
    this.ids = ids;
    this.timeouts = timeouts;
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder = new RequestDecoder();
    var connection = new ClientConnection(channel, decoder, validator, calls, ids, timeouts);
    channel.pipeline().addLast(decoder, connection);
    open.add(channel);
  }

  /// How many connections are open.
  public int size() {
    return open.size();
  }

  /// How many bytes of answers wait to be taken by their clients. Safe for any thread; a moment
  /// old.
  public long unsent() {
    return open.stream().mapToLong(ClientChannels::unsent).sum();
  }

  private static long unsent(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  /// Ends all connections: each sends its last answer, for `patience` at most. Not on a loop.
  public void close(Duration patience) {
    open.forEach(LingeringClose::now);
    var _ = open.newCloseFuture().awaitUninterruptibly(patience.toMillis(), TimeUnit.MILLISECONDS);
    open.close().awaitUninterruptibly();
  }
}

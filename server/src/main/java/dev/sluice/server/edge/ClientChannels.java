package dev.sluice.server.edge;

import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.LingeringClose;
import dev.sluice.server.http.RequestDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The initializer of the connections of clients, which knows those that are open.
public final class ClientChannels extends ChannelInitializer<Channel> {
  private final EdgeDependencies edge;
  private final RequestIds ids;
  private final Map<EventLoop, LoopRules> byLoop = new ConcurrentHashMap<>();
  private volatile LoopRules.Rules rules;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public ClientChannels(
      HeadValidator validator, EdgeDependencies edge, RequestIds ids, ClientTimeouts timeouts) {
    this.rules = new LoopRules.Rules(validator, timeouts);
    this.edge = edge;
    this.ids = ids;
  }

  /// Judges the requests that come from now on by other rules; those under way go on. Returns at
  /// once: each loop changes its rules when it gets to that.
  public void use(HeadValidator validator, ClientTimeouts timeouts) {
    var next = new LoopRules.Rules(validator, timeouts);
    rules = next;
    byLoop.forEach((loop, there) -> loop.execute(() -> there.use(next)));
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder = new RequestDecoder();
    LoopRules loopRules = rules(channel.eventLoop());
    var connection = new ClientConnection(channel, decoder, loopRules, edge, ids);
    channel.pipeline().addLast(decoder, connection);
    open.add(channel);
  }

  /// The rules of a loop; called on that loop. Where the entry is new the rules are read once more:
  /// a change in between either finds the entry, or is found.
  private LoopRules rules(EventLoop loop) {
    LoopRules loopRules = byLoop.get(loop);
    if (loopRules == null) {
      loopRules = new LoopRules(rules, new RefusalPace(edge.clock().nanos()));
      byLoop.put(loop, loopRules);
      loopRules.use(rules);
    }
    return loopRules;
  }

  /// Closes connections that do not come to a loopback address: without keys only such are served.
  public void closeRemote() {
    var _ = open.close(channel -> !isLoopback(channel));
  }

  private static boolean isLoopback(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress at
        && at.getAddress().isLoopbackAddress();
  }

  /// Breaks the connections whose last call is of one of these callers, and so ends what is under
  /// way for them. Returns at once: each loop does so when it gets to that.
  public void cut(Set<String> callers) {
    for (Channel channel : open) {
      channel.eventLoop().execute(() -> cut(channel, callers));
    }
  }

  private static void cut(Channel channel, Set<String> callers) {
    String caller = ClientCall.callerOf(channel);
    if (caller != null && callers.contains(caller)) {
      AnswerWriter.reset(channel);
    }
  }

  /// How many connections are open.
  public int size() {
    return open.size();
  }

  /// How many bytes of answers the open connections have not sent yet. Safe for any thread; a
  /// moment old.
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

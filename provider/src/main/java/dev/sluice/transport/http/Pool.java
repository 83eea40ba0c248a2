package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.transport.ConnectionCounts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The pool of the connections of one loop to one origin. Never queues: an exchange gets the
/// connection used last, or a fresh one, or learns that the pool is full.
///
/// Confined to the loop, but for [#counts].
final class Pool implements Connection.Owner, Dial.Slots {
  private final Origin origin;
  private final LoopSockets loop;
  private final Upkeep upkeep;
  private final TransportConfig config;
  private final Clock clock;
  private final RequestEncoder encoder;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean sweeping;

  // Written by the loop alone, so that no read-modify-write is needed.
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong reused = new AtomicLong();

  /// The decision which pools are worth keeping. On the loop.
  interface Upkeep {
    /// Whether connections to `origin` are kept for further use.
    boolean keeps(Origin origin);

    /// Reports that a connection of `pool` has ended, or was not made.
    void tidy(Pool pool);
  }

  Pool(Origin origin, LoopSockets loop, Upkeep upkeep, TransportConfig config, Clock clock) {
    this.origin = origin;
    this.loop = loop;
    this.upkeep = upkeep;
    this.config = config;
    this.clock = clock;
    this.encoder = new RequestEncoder(origin);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public RequestEncoder encoder() {
    return encoder;
  }

  /// Finds or makes a connection for `exchange`.
  void connect(Dial.Requester exchange) {
    Connection connection = takeIdle();
    if (connection == null) {
      dial(exchange);
    } else {
      add(reused, 1);
      exchange.connected(connection, true);
    }
  }

  /// Makes a connection for `exchange`, or finds one where no more may be made.
  void connectAnew(Dial.Requester exchange) {
    if (open.getPlain() >= config.connections()) {
      connect(exchange);
    } else {
      dial(exchange);
    }
  }

  /// Makes a connection for `exchange`.
  void dial(Dial.Requester exchange) {
    if (open.getPlain() >= config.connections()) {
      exchange.fail(new Failed.Unreachable(Obstacle.POOL_FULL, "all its connections are busy"));
      return;
    }
    add(open, 1);
    Dial dial = new Dial(this, exchange);
    exchange.dialing(dial);
    dial.start();
  }

  @Override
  public void gaveUp() {
    add(open, -1);
    upkeep.tidy(this);
  }

  @Override
  public void opened(Connection connection) {
    add(created, 1);
    connection.onClose(_ -> closed(connection));
  }

  @Override
  public void park(Connection connection) {
    long now = clock.nanos();
    if (connection.expired(now, Long.MAX_VALUE) || !upkeep.keeps(origin)) {
      connection.close();
      return;
    }
    connection.park(now);
    idle.addLast(connection);
    waiting.lazySet(idle.size());
    sweepLater();
  }

  /// Closes the connections that are idle.
  ///
  /// @return whether no connection is open or being made
  boolean closeIdle() {
    List.copyOf(idle).forEach(Connection::close);
    return open.getPlain() == 0;
  }

  @Override
  public void forget(Connection connection) {
    if (connection.idle()) {
      connection.unpark();
      idle.remove(connection);
      waiting.lazySet(idle.size());
    }
  }

  @Override
  public Future<List<InetAddress>> resolve() {
    Optional<ProxyConfig> proxy = origin.way().proxy();
    return loop.resolver().resolveAll(proxy.isPresent() ? proxy.get().host() : origin.host());
  }

  @Override
  public ChannelFuture open(InetAddress address, Dial dial) {
    Optional<ProxyConfig> proxy = origin.way().proxy();
    int port = proxy.isPresent() ? proxy.get().port() : origin.port();
    Bootstrap bootstrap = loop.bootstrap().clone();
    return bootstrap
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                furnish(channel, dial);
              }
            })
        .connect(new InetSocketAddress(address, port));
  }

  /// The counts of the pool's connections. Safe for any thread; a moment old at most.
  ConnectionCounts counts() {
    return new ConnectionCounts(origin, open.get(), waiting.get(), created.get(), reused.get());
  }

  private void furnish(Channel channel, Dial dial) {
    if (origin.way().proxy().isPresent()) {
      Tunnels.add(channel, loop, origin.way().proxy().get(), origin, dial);
    } else if (origin.tls()) {
      channel.pipeline().addLast(loop.tls(channel.alloc(), origin));
    }
    AnswerDecoder decoder = new AnswerDecoder();
    long retires = clock.nanos() + loop.spread(config.maxAge());
    channel.pipeline().addLast(decoder, new Connection(this, dial, decoder, retires));
  }

  private @Nullable Connection takeIdle() {
    if (idle.isEmpty()) {
      return null;
    }
    long now = clock.nanos();
    Connection connection;
    while ((connection = idle.pollLast()) != null) {
      boolean expired = connection.expired(now, config.idle().toNanos());
      connection.unpark();
      if (!expired) {
        break;
      }
      connection.close();
    }
    waiting.lazySet(idle.size());
    return connection;
  }

  private void closed(Connection connection) {
    add(open, -1);
    forget(connection);
    upkeep.tidy(this);
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      loop.schedule(Duration.ofNanos(config.idle().toNanos() / 2), this::sweep);
    }
  }

  private void sweep() {
    sweeping = false;
    long now = clock.nanos();
    for (Connection connection : List.copyOf(idle)) {
      if (connection.expired(now, config.idle().toNanos())) {
        connection.close();
      }
    }
    if (!idle.isEmpty()) {
      sweepLater();
    }
  }

  private static void add(AtomicLong counter, long by) {
    counter.lazySet(counter.getPlain() + by);
  }
}

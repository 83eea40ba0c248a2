package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.runtime.Clock;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A load on one address: the same call, over and over, from its making to [#close]. The public
/// methods are for one thread that is not the loop, and block it.
public abstract class Load implements AutoCloseable {

  private final EventLoop loop;
  private final Clock clock;
  private final Bootstrap bootstrap;
  private final Payload payload;

  // Confined to the loop.
  private final ByteBuf wire;
  private final int number;
  private int sent;
  private final Set<LoadConnection> connections = new HashSet<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private Tally tally = new Tally();
  private boolean finishing;

  Load(Site site, Payload payload) {
    this.loop = site.loop();
    this.clock = site.clock();
    this.payload = payload;
    this.wire = Unpooled.directBuffer().writeBytes(payload.wire());
    this.number = new String(payload.wire(), US_ASCII).indexOf(Payload.NUMBER);
    this.bootstrap = bootstrap(site);
  }

  /// The loop that a load runs on, and its destination.
  ///
  /// @param loop carries the load; may carry other things on the same thread too
  public record Site(EventLoop loop, Clock clock, SocketAddress address) {}

  /// Starts a load with as many calls in flight as there are connections, each followed at once by
  /// the next.
  public static Load closed(Site site, Payload payload, int connections) {
    ClosedLoad load = new ClosedLoad(site, payload, connections);
    load.start();
    return load;
  }

  /// `perSecond` calls in each second, over at most `connections` connections; a call that finds
  /// none free waits, and the waiting counts.
  public static Load open(Site site, Payload payload, int perSecond, int connections) {
    OpenLoad load = new OpenLoad(site, payload, perSecond, connections);
    load.start();
    return load;
  }

  /// Starts a load of calls of several kinds in turn, `perSecond` in each second, in bursts of a
  /// millisecond, over at most `connections` connections. After every so many answers a connection
  /// is given up, and a new one takes its place.
  ///
  /// @param answers how many
  public static Load mixed(
      Site site, List<Payload> calls, int perSecond, int connections, int answers) {
    MixedLoad load = new MixedLoad(site, calls, perSecond, connections, answers);
    load.start();
    return load;
  }

  /// The results since the last window's end, or since the last question.
  public Tally sinceThen() throws InterruptedException {
    return get(loop.submit(this::swap));
  }

  /// The results from now on until `length` has passed.
  public Tally window(Duration length) throws InterruptedException {
    get(loop.submit(this::swap));
    return get(loop.schedule(this::swap, length.toNanos(), TimeUnit.NANOSECONDS));
  }

  /// Makes no new call, and waits for those in flight.
  ///
  /// @return what has happened since the last window's end
  /// @throws TimeoutException if some are still in flight after `atMost`
  public Tally finish(Duration atMost) throws InterruptedException, TimeoutException {
    loop.execute(this::beginFinish);
    try {
      finished.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return get(loop.submit(this::swap));
  }

  /// Breaks off the calls in flight.
  @Override
  public void close() {
    loop.execute(this::breakOff);
    finished.join();
    wire.release();
  }

  /// Begins to make calls; on the loop.
  abstract void begin();

  /// Stops to make calls; on the loop, any number of times.
  abstract void end();

  /// Notes that a connection has been made, or that its call has ended.
  abstract void freed(LoadConnection connection);

  /// Notes that a connection has ended, or was never made.
  abstract void lost(LoadConnection connection);

  /// Returns how many calls are due and not sent.
  abstract int unsent();

  final void start() {
    loop.execute(this::begin);
  }

  final EventLoop loop() {
    return loop;
  }

  final long now() {
    return clock.nanos();
  }

  final Tally tally() {
    return tally;
  }

  final boolean streams() {
    return payload.stream();
  }

  final void connect() {
    bootstrap
        .connect()
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                tally.failed(CallError.UNREACHABLE);
              }
            });
  }

  final void send(LoadConnection connection, long due) {
    connection.send(next(), due);
  }

  /// The next call for the wire, which its receiver releases; on the loop.
  ByteBuf next() {
    return number < 0 ? wire.retainedDuplicate() : numbered(sent++);
  }

  private ByteBuf numbered(int call) {
    return wire.copy().setBytes(number, "%08d".formatted(call).getBytes(US_ASCII));
  }

  final void free(LoadConnection connection) {
    if (finishing) {
      connection.close();
    } else {
      freed(connection);
    }
  }

  final void gone(LoadConnection connection) {
    connections.remove(connection);
    if (!finishing) {
      lost(connection);
    } else if (connections.isEmpty()) {
      finished.complete(null);
    }
  }

  private Tally swap() {
    Tally whole = tally;
    whole.waiting(unsent());
    tally = new Tally();
    return whole;
  }

  private void beginFinish() {
    finishing = true;
    end();
    connections.stream().filter(c -> !c.busy()).toList().forEach(LoadConnection::close);
    if (connections.isEmpty()) {
      finished.complete(null);
    }
  }

  private void breakOff() {
    beginFinish();
    List.copyOf(connections).forEach(LoadConnection::close);
  }

  private Bootstrap bootstrap(Site site) {
    return new Bootstrap()
        .group(site.loop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .remoteAddress(site.address())
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                LoadConnection connection = new LoadConnection(Load.this, channel);
                connections.add(connection);
                channel.pipeline().addLast(connection);
              }
            });
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load's loop failed", e);
    }
  }
}

package dev.sluice.sim;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import dev.sluice.sim.wire.Resets;
import dev.sluice.sim.wire.ServerConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A running simulated provider, on the loopback address. Safe for any number of threads.
///
/// ```java
/// try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
///   call(simulator.url());
/// }
/// ```
public final class Simulator implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int LARGEST_HEAD = 1024 * 1024;

  private final Scenario scenario;
  private final Provider provider;
  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ServerBootstrap bootstrap;
  private final int port;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private Channel listener;

  @GuardedBy("lock")
  private boolean closed;

  private Simulator(Scenario scenario, int port, Clock clock) {
    this.scenario = scenario;
    this.provider = new Provider(scenario, clock);
    this.loops =
        new MultiThreadIoEventLoopGroup(
            scenario.loops(), new DefaultThreadFactory("sim", true), NioIoHandler.newFactory());
    this.bootstrap = bootstrap();
    this.listener = bindOrStop(port);
    this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    plan(scenario);
  }

  /// Starts a simulator.
  ///
  /// @param port to listen on; 0 for any that is free
  /// @throws IllegalStateException if it cannot listen there
  public static Simulator start(Scenario scenario, int port) {
    return start(scenario, port, Clock.SYSTEM);
  }

  /// Starts a simulator for a test.
  ///
  /// @param clock of limits and of the windows of faults; answers keep the real pace
  /// @throws IllegalStateException if it cannot listen there
  public static Simulator start(Scenario scenario, int port, Clock clock) {
    return new Simulator(scenario, port, clock);
  }

  public int port() {
    return port;
  }

  /// Returns the base address for clients: `http://127.0.0.1:PORT/v1`.
  public String url() {
    return "http://" + HOST + ":" + port + "/v1";
  }

  public Scenario scenario() {
    return scenario;
  }

  /// The requests that it has received so far.
  public Recorded recorded() {
    return provider.recorded();
  }

  /// Makes the operating system refuse connections from now on; open ones are reset.
  public void goDown() {
    synchronized (lock) {
      listener.close().syncUninterruptibly();
      connections.forEach(Resets::reset);
    }
  }

  /// Listens again, on the same port.
  ///
  /// @throws IllegalStateException if another process has taken it
  public void comeBack() {
    synchronized (lock) {
      if (!listener.isOpen() && !closed) {
        listener = bind(port);
      }
    }
  }

  /// Ends every connection and every loop, and returns when they have ended.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      listener.close().syncUninterruptibly();
    }
    connections.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void plan(Scenario scenario) {
    TimeWindow outage = scenario.outage();
    if (outage != null) {
      // Binding and closing block: not on a loop.
      schedule(outage.from().toNanos(), this::goDown);
      schedule(outage.to().toNanos(), this::comeBack);
    }
  }

  private void schedule(long nanos, Runnable task) {
    var _ =
        loops.next().schedule(() -> Thread.ofVirtual().start(task), nanos, TimeUnit.NANOSECONDS);
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 8192)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                connections.add(channel);
                channel.pipeline().addLast(decoder(), new ServerConnection(provider, Clock.SYSTEM));
              }
            });
  }

  private static HttpRequestDecoder decoder() {
    return new HttpRequestDecoder(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LARGEST_HEAD)
            .setMaxHeaderSize(LARGEST_HEAD)
            .setMaxChunkSize(64 * 1024)
            .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false)));
  }

  private Channel bindOrStop(int port) {
    try {
      return bind(port);
    } catch (IllegalStateException e) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    }
  }

  private Channel bind(int port) {
    var bound = bootstrap.bind(HOST, port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IllegalStateException(
          "cannot listen on " + HOST + ":" + port + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return bound.channel();
  }
}

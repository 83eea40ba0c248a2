package dev.sluice.sim.proxy;

import dev.sluice.call.runtime.Clock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A TCP proxy on the loopback address that treats bytes badly. Safe for any number of threads.
///
/// ```java
/// try (FaultProxy proxy = FaultProxy.start(server.port())) {
///   proxy.behave(Behaviour.PASS.toClient(Way.resetAfter(100)));
///   call("http://127.0.0.1:" + proxy.port());
/// }
/// ```
public final class FaultProxy implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger accepted = new AtomicInteger();
  private final int target;
  private final Channel listener;
  private volatile Behaviour behaviour = Behaviour.PASS;

  private FaultProxy(int target) {
    this.target = target;
    this.listener = bind();
  }

  /// Starts a proxy in front of a port of this machine, on any port that is free. Everything
  /// passes.
  public static FaultProxy start(int target) {
    return new FaultProxy(target);
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Changes the behaviour, for connections that come from now on and bytes that pass from now on.
  public void behave(Behaviour other) {
    behaviour = other;
  }

  /// Returns how many connections were accepted.
  public int accepted() {
    return accepted.get();
  }

  /// Resets every connection that is open.
  public void resetAll() {
    Link.reset(channels.toArray(new Channel[0]));
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    channels.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Channel bind() {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(initializer(this::accept))
        .bind(HOST, 0)
        .syncUninterruptibly()
        .channel();
  }

  private void accept(SocketChannel client) {
    accepted.incrementAndGet();
    switch (behaviour.accept()) {
      case CONNECT -> connect(client);
      case CLOSE -> {
        var _ = client.close();
      }
      case RESET -> Link.reset(client);
      case SILENCE -> client.config().setAutoRead(true);
    }
  }

  private void connect(SocketChannel client) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(initializer(_ -> {}))
            .connect(HOST, target);
    connecting.addListener(
        _ -> {
          if (connecting.isSuccess() && client.isActive()) {
            SocketChannel server = (SocketChannel) connecting.channel();
            new Link(client, server, () -> behaviour, Clock.SYSTEM).start();
          } else {
            Link.reset(connecting.channel(), client);
          }
        });
  }

  private ChannelInitializer<SocketChannel> initializer(Consumer<SocketChannel> active) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channels.add(channel);
        channel.pipeline().addLast(new Opening(channel, active));
      }
    };
  }

  /// Waits for a channel to be usable.
  private static final class Opening extends ChannelInboundHandlerAdapter {
    private final SocketChannel channel;
    private final Consumer<SocketChannel> active;

    Opening(SocketChannel channel, Consumer<SocketChannel> active) {
      this.channel = channel;
      this.active = active;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.fireChannelActive();
      active.accept(channel);
    }

    /// Closes a connection that its client resets while there is no link; else leaves that to the
    /// link.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (ctx.pipeline().last() == this) {
        var _ = ctx.close();
      } else {
        ctx.fireExceptionCaught(cause);
      }
    }
  }
}

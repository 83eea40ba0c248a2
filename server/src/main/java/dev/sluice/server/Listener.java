package dev.sluice.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;

/// A listening socket. When the process is out of file descriptors it pauses for a second and goes
/// on; connections that are open do not notice.
final class Listener {
  /// How much of an answer is held for a client that does not take it; above the high mark the
  /// provider is not read. With what one read brings it stays below 64 KiB.
  private static final WriteBufferWaterMark HELD = new WriteBufferWaterMark(16 << 10, 32 << 10);

  private static final int BACKLOG = 1024;

  private final Channel socket;
  private final AcceptFailures failures = new AcceptFailures();

  private Listener(Channel socket) {
    this.socket = socket;
    socket.pipeline().addLast(failures);
  }

  /// Opens a listener, which accepts connections from [#accept] on; until then they wait in the
  /// system's queue.
  ///
  /// @param what its name in the configuration, for the message when it cannot be opened
  static Listener open(
      String what,
      InetSocketAddress address,
      EventLoopGroup loops,
      ChannelInitializer<Channel> connections)
      throws CannotListen {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, HELD)
            .childHandler(connections)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new CannotListen(what, address, bound.cause());
    }
    return new Listener(bound.channel());
  }

  /// Accepts connections from now on.
  void accept() {
    socket.config().setAutoRead(true);
  }

  /// The address that it listens on.
  InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /// How often a connection could not be accepted.
  long failures() {
    return failures.count();
  }

  /// Stops accepting connections. Not on a loop.
  void close() {
    var _ = socket.close().awaitUninterruptibly();
  }
}

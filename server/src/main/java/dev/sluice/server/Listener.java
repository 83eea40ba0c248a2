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
  /// How many bytes of an answer are held for a client that does not take them; above the high mark
  /// the provider is not read. With the bytes of one more read the sum stays below 64 KiB.
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

  /// The address that this listener is bound to.
  InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /// How many connections could not be accepted.
  long failures() {
    return failures.count();
  }

  /// Stops accepting connections. Not to be called on a loop.
  void close() {
    var _ = socket.close().awaitUninterruptibly();
  }
}

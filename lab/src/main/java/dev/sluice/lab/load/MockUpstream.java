package dev.sluice.lab.load;

import dev.sluice.call.runtime.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A provider that gives one answer to everything, as cheaply as can be, for measurements of what
/// stands in front of it. Reads requests with a `content-length` and looks at nothing else; the
/// simulator is what behaves like a provider.
public final class MockUpstream implements AutoCloseable {
  private final Channel listener;
  private volatile MockAnswer answer = MockAnswer.whole(1024);

  /// Listens on a free port of the loopback address.
  ///
  /// @param loops carries it; stays the caller's own
  public MockUpstream(EventLoopGroup loops, Clock clock) throws InterruptedException {
    this(loops, clock, 0);
  }

  /// Listens on `port` of the loopback address, which must be free; 0 for any that is.
  public MockUpstream(EventLoopGroup loops, Clock clock, int port) throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new MockConnection(MockUpstream.this, clock));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
  }

  /// Returns the address that the provider listens on.
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /// Sets its answer from now on. Safe for any thread.
  public void answer(MockAnswer with) {
    answer = with;
  }

  MockAnswer answer() {
    return answer;
  }

  /// Accepts no more connections; those it has end with their peers.
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
  }
}

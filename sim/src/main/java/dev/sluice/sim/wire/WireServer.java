package dev.sluice.sim.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server on the loopback address whose requests a handler answers. Safe for any number
/// of threads.
public final class WireServer implements AutoCloseable {
  /// The address that it listens on.
  public static final String HOST = "127.0.0.1";

  private static final int LARGEST_HEAD = 1024 * 1024;
  private static final int BIND_TRIES = 50;
  private static final long BIND_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  private final EventLoopGroup loops;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ServerBootstrap bootstrap;
  private final int port;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private Channel listener;

  /// Keeps the port while nobody listens there; null while somebody does, and where it could not be
  /// kept.
  @GuardedBy("lock")
  private @Nullable Socket keeper;

  @GuardedBy("lock")
  private boolean closed;

  private WireServer(RequestHandler handler, ReplyTimer timer, int loops, int port) {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            loops, new DefaultThreadFactory("sim", true), NioIoHandler.newFactory());
    this.bootstrap = bootstrap(handler, timer);
    this.listener = bindOrStop(port);
    this.port = ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Starts a server.
  ///
  /// @param timer when pieces of answers are due
  /// @param loops how many event loops, a thread each
  /// @param port to listen on; 0 for any that is free
  /// @throws IllegalStateException if it cannot listen there
  public static WireServer start(RequestHandler handler, ReplyTimer timer, int loops, int port) {
    return new WireServer(handler, timer, loops, port);
  }

  public int port() {
    return port;
  }

  /// Makes the operating system refuse connections from now on; open ones are reset.
  public void goDown() {
    synchronized (lock) {
      if (listener.isOpen()) {
        listener.close().syncUninterruptibly();
        keeper = keepPort();
      }
      connections.forEach(Resets::reset);
    }
  }

  /// Takes the port for a socket that does not listen, so that no other process has it meanwhile.
  /// The system frees it some time after it was closed, when the loop's selector has let go of the
  /// listener.
  private @Nullable Socket keepPort() {
    for (int tries = 1; tries <= BIND_TRIES; tries++) {
      try {
        return bindOnly();
      } catch (IOException taken) {
        LockSupport.parkNanos(BIND_PAUSE);
      }
    }
    return null;
  }

  private Socket bindOnly() throws IOException {
    var socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException taken) {
      socket.close();
      throw taken;
    }
  }

  @GuardedBy("lock")
  private void leavePort() {
    Socket kept = keeper;
    keeper = null;
    if (kept != null) {
      try {
        kept.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Listens again, on the same port.
  ///
  /// @throws IllegalStateException if another process has taken it
  public void comeBack() {
    synchronized (lock) {
      if (!listener.isOpen() && !closed) {
        listener = bindAgain();
        leavePort();
      }
    }
  }

  /// Binds the port that was closed before: beside the socket that has kept it, or in its place
  /// where the system allows no second one.
  @GuardedBy("lock")
  private Channel bindAgain() {
    for (int tries = 1; ; tries++) {
      try {
        return bind(port);
      } catch (IllegalStateException taken) {
        if (tries == BIND_TRIES) {
          throw taken;
        }
        leavePort();
        LockSupport.parkNanos(BIND_PAUSE);
      }
    }
  }

  /// Resets each connection on which an answer is under way; the others stay as they are. Returns
  /// when that is done. Not on a loop.
  public void resetBusy() {
    List<Future<?>> resets = new ArrayList<>();
    for (Channel connection : connections) {
      resets.add(connection.eventLoop().submit(() -> ServerConnection.resetIfBusy(connection)));
    }
    resets.forEach(Future::awaitUninterruptibly);
  }

  /// Runs a task that may block, after so much time.
  public void schedule(Runnable task, long nanos) {
    var _ =
        loops.next().schedule(() -> Thread.ofVirtual().start(task), nanos, TimeUnit.NANOSECONDS);
  }

  /// Ends every connection and every loop, and returns when they have ended.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      listener.close().syncUninterruptibly();
      leavePort();
    }
    connections.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private ServerBootstrap bootstrap(RequestHandler handler, ReplyTimer timer) {
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
                channel.pipeline().addLast(decoder(), new ServerConnection(handler, timer));
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

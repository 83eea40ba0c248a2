package dev.sluice.sim.proxy;

import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Supplier;

/// A client's connection and the server's that belongs to it. Confined to the proxy's loop.
final class Link {
  private final SocketChannel client;
  private final SocketChannel server;
  private final Pipe toServer;
  private final Pipe toClient;
  private int ended;

  Link(SocketChannel client, SocketChannel server, Supplier<Behaviour> behaviour, Clock clock) {
    this.client = client;
    this.server = server;
    this.toServer = new Pipe(client, server, () -> behaviour.get().toServer(), clock, this::ended);
    this.toClient = new Pipe(server, client, () -> behaviour.get().toClient(), clock, this::ended);
  }

  void start() {
    server.pipeline().addLast(new End(toClient, toServer));
    client.pipeline().addLast(new End(toServer, toClient));
    server.config().setAutoRead(true);
    client.config().setAutoRead(true);
  }

  /// Ends channels that belong together: each sends what it has been given, then RST.
  static void reset(Channel... channels) {
    // First of all of them: the end of one closes the other.
    for (Channel channel : channels) {
      if (channel.isOpen()) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
      }
    }
    for (Channel channel : channels) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// Notes that a direction has ended with FIN; the connection lives until the other one has.
  private void ended() {
    ended++;
    if (ended == 2) {
      endBoth();
    }
  }

  private void endBoth() {
    toServer.close();
    toClient.close();
    var _ = client.close();
    var _ = server.close();
  }

  /// Handles one end of the link.
  private final class End extends ChannelInboundHandlerAdapter {
    private final Pipe out;
    private final Pipe in;
    private boolean ended;

    /// Makes the handler of one channel.
    ///
    /// @param out takes what the channel reads
    /// @param in brings what the channel writes
    End(Pipe out, Pipe in) {
      this.out = out;
      this.in = in;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      out.offer((ByteBuf) message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      in.pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent && !ended) {
        ended = true;
        out.sourceEnded();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      endBoth();
    }

    /// Passes a reset by the other side of this channel on.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      toServer.close();
      toClient.close();
      reset(client, server);
    }
  }
}

package dev.sluice.lab.bench;

import dev.sluice.lab.process.SelfSigned;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A provider that answers each request with 1 KB, over TLS, on one event loop.
record ProviderServer(MultiThreadIoEventLoopGroup group, Channel listener)
    implements AutoCloseable {
  private static final byte[] BODY = new byte[1024];

  static ProviderServer start(SelfSigned pair, ProviderClient.Protocol protocol)
      throws IOException, InterruptedException {
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    SslContext tls = SslContextBuilder.forServer(pair.cert().toFile(), pair.key().toFile()).build();
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    channel.pipeline().addLast(handlers(protocol));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return new ProviderServer(group, listener);
  }

  private static ChannelHandler[] handlers(ProviderClient.Protocol protocol) {
    return switch (protocol) {
      case HTTP_1_1 -> new ChannelHandler[] {new HttpServerCodec(), new Answering()};
      case HTTP_2 ->
          new ChannelHandler[] {
            Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(new Answering())
          };
    };
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  @ChannelHandler.Sharable
  private static final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      boolean last = message instanceof LastHttpContent;
      boolean end = message instanceof Http2DataFrame data && data.isEndStream();
      ReferenceCountUtil.release(message);
      if (last) {
        var answer =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body());
        answer
            .headers()
            .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
            .set(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
        var _ = ctx.writeAndFlush(answer);
      } else if (end) {
        var headers =
            new DefaultHttp2Headers()
                .status("200")
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        var _ = ctx.write(new DefaultHttp2HeadersFrame(headers));
        var _ = ctx.writeAndFlush(new DefaultHttp2DataFrame(body(), true));
      }
    }

    private static ByteBuf body() {
      return Unpooled.wrappedBuffer(BODY);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}

package dev.sluice.lab.bench;

import dev.sluice.lab.process.SelfSigned;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Netty's client of either protocol, over TLS, on one event loop.
public final class ProviderClient implements AutoCloseable {
  private static final byte[] BODY = new byte[1024];
  private static final String PATH = "/v1/chat/completions";

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final long thread;
  private final List<Consumer<CountDownLatch>> calls = new ArrayList<>();

  /// How requests are sent.
  public enum Protocol {
    /// HTTP/1.1, a connection for each call under way.
    HTTP_1_1,
    /// HTTP/2, one connection.
    HTTP_2
  }

  private ProviderClient(MultiThreadIoEventLoopGroup group) {
    this.group = group;
    this.loop = group.next();
    this.thread =
        loop.submit(() -> Thread.currentThread().threadId()).syncUninterruptibly().getNow();
  }

  static ProviderClient connect(
      InetSocketAddress server, SelfSigned pair, Protocol protocol, int atOnce)
      throws IOException, InterruptedException {
    var client = new ProviderClient(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()));
    SslContext tls = SslContextBuilder.forClient().trustManager(pair.cert().toFile()).build();
    if (protocol == Protocol.HTTP_2) {
      Channel connection =
          client.open(
              server,
              tls,
              Http2FrameCodecBuilder.forClient().build(),
              new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
      for (int i = 0; i < atOnce; i++) {
        client.calls.add(done -> stream(connection, done));
      }
    } else {
      for (int i = 0; i < atOnce; i++) {
        var answers = new Answers();
        Channel connection = client.open(server, tls, new HttpClientCodec(), answers);
        client.calls.add(done -> request(connection, answers, done));
      }
    }
    return client;
  }

  private Channel open(InetSocketAddress server, SslContext tls, ChannelHandler... handlers)
      throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", 0));
                channel.pipeline().addLast(handlers);
              }
            })
        .connect(server)
        .sync()
        .channel();
  }

  /// The thread of the loop.
  long thread() {
    return thread;
  }

  /// Makes an exchange with each call that may be under way, all at once, and waits for them.
  void exchangeAll() throws InterruptedException {
    var done = new CountDownLatch(calls.size());
    loop.execute(() -> calls.forEach(call -> call.accept(done)));
    done.await();
  }

  private static ByteBuf body() {
    return Unpooled.wrappedBuffer(BODY);
  }

  private static void request(Channel connection, Answers answers, CountDownLatch done) {
    answers.done = done;
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, PATH, body());
    request
        .headers()
        .set(HttpHeaderNames.HOST, "localhost")
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
    var _ = connection.writeAndFlush(request);
  }

  private static void stream(Channel connection, CountDownLatch done) {
    var answers = new Answers();
    answers.done = done;
    var headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("https")
            .path(PATH)
            .authority("localhost")
            .set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    var _ =
        new Http2StreamChannelBootstrap(connection)
            .handler(answers)
            .open()
            .addListener(
                opened -> {
                  Channel stream = (Channel) opened.getNow();
                  var _ = stream.write(new DefaultHttp2HeadersFrame(headers));
                  var _ = stream.writeAndFlush(new DefaultHttp2DataFrame(body(), true));
                });
  }

  /// Waits for the end of an answer.
  private static final class Answers extends ChannelInboundHandlerAdapter {
    private CountDownLatch done = new CountDownLatch(0);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof LastHttpContent
          || (message instanceof Http2DataFrame data && data.isEndStream())) {
        done.countDown();
      }
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}

package dev.sluice.sim.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One connection: receives requests, and answers them one after the other. The connection reads on
/// while an answer is under way, so that a client's leaving is seen at once; requests that come
/// meanwhile wait, a bounded number of them.
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());
  private static final int MAX_BODY = 256 * 1024 * 1024;
  private static final int MAX_WAITING = 64;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BAD =
      "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final RequestHandler handler;
  private final ReplyTimer timer;

  // Confined to the loop.
  private final ArrayDeque<Incoming> waiting = new ArrayDeque<>();
  private @Nullable Incoming incoming;
  private @Nullable ReplyWriter writer;
  private boolean answering;
  private boolean broken;

  /// A connection that was just accepted.
  ///
  /// @param timer when pieces are due
  ServerConnection(RequestHandler handler, ReplyTimer timer) {
    this.handler = handler;
    this.timer = timer;
  }

  /// Resets a connection on which an answer is under way. To be called on its loop.
  static void resetIfBusy(Channel channel) {
    ServerConnection connection = channel.pipeline().get(ServerConnection.class);
    if (connection != null && connection.writer != null) {
      Resets.reset(channel);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    handler.opened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    broken = true;
    if (writer != null) {
      writer.left();
    }
    handler.closed();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!broken && message instanceof HttpObject part) {
        receive(ctx, part);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (writer != null && ctx.channel().isWritable()) {
      writer.writable();
    }
  }

  /// Passes over a client that breaks the connection, and reports a bug. `channelInactive` follows.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(Level.ERROR, "a simulated answer failed, its connection is closed", cause);
    }
    var _ = ctx.close();
  }

  private void receive(ChannelHandlerContext ctx, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      broken = true;
      refuse(ctx);
      return;
    }
    if (part instanceof HttpRequest head) {
      begin(ctx, new Incoming(head));
    }
    if (part instanceof HttpContent content && incoming != null) {
      incoming.add(content.content());
      if (incoming.size() > MAX_BODY) {
        broken = true;
        var _ = ctx.close();
      } else if (part instanceof LastHttpContent) {
        complete(ctx, incoming);
      }
    }
  }

  private void begin(ChannelHandlerContext ctx, Incoming request) {
    if (handler.refuses(request.head())) {
      broken = true;
      Resets.reset(ctx.channel());
      return;
    }
    incoming = request;
    if (request.expectsContinue() && writer == null) {
      var _ = ctx.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), ctx.voidPromise());
    }
  }

  private void complete(ChannelHandlerContext ctx, Incoming request) {
    incoming = null;
    if (waiting.size() == MAX_WAITING) {
      broken = true;
      var _ = ctx.close();
      return;
    }
    waiting.add(request);
    answerNext(ctx);
  }

  private void answerNext(ChannelHandlerContext ctx) {
    if (answering) {
      return;
    }
    answering = true;
    while (writer == null && !waiting.isEmpty() && !broken) {
      answer(ctx, waiting.remove());
    }
    answering = false;
  }

  private void answer(ChannelHandlerContext ctx, Incoming request) {
    ReplyDelivery delivery = handler.answer(request.whole());
    ReplyWriter.Stage stage =
        (how, open) -> {
          writer = null;
          broken |= !open;
          delivery.ended(how);
          answerNext(ctx);
        };
    writer = new ReplyWriter(ctx.channel(), delivery.reply(), request.keepsAlive(), timer, stage);
    writer.start();
  }

  private static void refuse(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(BAD)).addListener(ChannelFutureListener.CLOSE);
  }
}

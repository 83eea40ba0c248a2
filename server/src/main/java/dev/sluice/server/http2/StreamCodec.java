package dev.sluice.server.http2;

import dev.sluice.server.http.RequestSource;
import dev.sluice.server.http.ResponseFraming;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;

/// The codec of one stream: its frames come out as a request and its content, as those of HTTP/1.1
/// do, and it sees to the end of the stream. Confined to the loop.
///
/// ```text
/// answer whole,  request whole    both sides have ended: nothing is left to do
/// answer whole,  request not      NO_ERROR: the client need not send the rest
/// answer cut                      INTERNAL_ERROR, behind what was sent of it
/// request malformed               PROTOCOL_ERROR, behind the answer that says so
/// ```
final class StreamCodec extends ChannelDuplexHandler implements RequestSource {
  private final Channel stream;
  private final Http2Session session;
  private boolean begun;

  /// Whether the whole request has arrived.
  private boolean complete;

  /// Whether the end of the answer has been written.
  private boolean answered;

  private boolean malformed;
  private boolean discarding;

  StreamCodec(Channel stream, Http2Session session) {
    this.stream = stream;
    this.session = session;
  }

  // A stream brings one request, whose head is there when the stream begins.

  @Override
  public boolean isStream() {
    return true;
  }

  @Override
  public void hold() {}

  @Override
  public void resume() {}

  @Override
  public boolean headBegun() {
    return false;
  }

  @Override
  public void discard() {
    discarding = true;
  }

  @Override
  public ResponseFraming framing(HttpRequest request) {
    return StreamFraming.of(request);
  }

  @Override
  public ResponseFraming malformed() {
    malformed = true;
    return StreamFraming.MALFORMED;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // No timer is to wait for the head.
    session.opened(stream);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session.closed(stream);
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2HeadersFrame headers when begun -> trailers(ctx, headers);
      case Http2HeadersFrame headers -> head(ctx, headers);
      case Http2DataFrame data -> data(ctx, data);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
    begun = true;
    complete = frame.isEndStream();
    var head = new RequestHead(frame.headers(), complete);
    if (head.fault() != null) {
      ctx.fireChannelRead(head.fault());
      return;
    }
    ctx.fireChannelRead(head.request());
    if (complete && !discarding) {
      ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
    complete |= frame.isEndStream();
    if (discarding) {
      frame.release();
    } else {
      ctx.fireChannelRead(
          complete
              ? new DefaultLastHttpContent(frame.content())
              : new DefaultHttpContent(frame.content()));
    }
  }

  private void trailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
    complete |= frame.isEndStream();
    if (!discarding && complete) {
      ctx.fireChannelRead(
          RequestHead.areTrailers(frame.headers())
              ? LastHttpContent.EMPTY_LAST_CONTENT
              : RequestHead.TRAILERS);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    boolean last = false;
    if (message instanceof Http2DataFrame data) {
      session.sent(data.content().readableBytes());
      last = data.isEndStream();
    } else if (message instanceof Http2HeadersFrame headers) {
      last = headers.isEndStream();
    }
    if (last) {
      answered = true;
      session.answered();
    }
    if (last && !complete) {
      var _ = ctx.write(message, promise.unvoid()).addListener(_ -> reset(Http2Error.NO_ERROR));
    } else {
      var _ = ctx.write(message, promise);
    }
  }

  @Override
  public void end(Runnable shut) {
    if (!answered && stream.isActive()) {
      Http2Error error = malformed ? Http2Error.PROTOCOL_ERROR : Http2Error.INTERNAL_ERROR;
      var _ =
          stream
              .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, false))
              .addListener(_ -> reset(error));
    }
  }

  /// Ends a stream that has not ended on both sides.
  private void reset(Http2Error error) {
    if (stream.isActive() && !(answered && complete)) {
      var _ = stream.writeAndFlush(new DefaultHttp2ResetFrame(error), stream.voidPromise());
      var _ = stream.close();
    }
  }

  /// Ends the stream by a reset, unless it has ended on the wire: the channel itself sends none for
  /// a stream whose last frame still waits for its window.
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    Http2Stream.State state = ((Http2StreamChannel) stream).stream().state();
    if (stream.isActive() && state != Http2Stream.State.CLOSED) {
      // A failure must not come back as an exception, for which the stream is closed.
      var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL), ctx.newPromise());
    }
    var _ = ctx.close(promise);
  }

  /// Drops the errors of a stream, with which the codec resets it; its end is told when it is
  /// inactive.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof Http2Exception)) {
      ctx.fireExceptionCaught(cause);
    }
  }
}

package dev.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of one request at a time: what Netty's decoder lets pass although it is doubtful comes
/// out as [Malformed]: folded headers and trailers, tabs in a request line, a version in lower
/// case, a length beside chunks, quoted chunk extensions. After that everything is thrown away.
///
/// While a request is answered the decoder is held: bytes that arrive meanwhile wait undecoded, up
/// to [HeadLimits#HELD], and the connection is closed when they become more. So the socket is read
/// all the time, and a client's leaving is seen.
///
/// ```text
/// HEAD ── head complete ──> BODY ── last byte ──> HEAD
///   └────────── Malformed ───┴──────────────────> DISCARDING
/// ```
public final class RequestDecoder extends HttpRequestDecoder implements RequestSource {
  private enum State {
    HEAD,
    BODY,
    DISCARDING
  }

  private final HeadBytes headBytes = new HeadBytes();
  private final ChunkLines chunkLines = new ChunkLines();
  private State state = State.HEAD;
  private boolean chunked;
  private boolean held;
  private boolean reading;
  private boolean headBegun;
  private @Nullable ChannelHandlerContext own;

  public RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HeadLimits.REQUEST_LINE)
            .setMaxHeaderSize(HeadLimits.HEADERS)
            .setMaxChunkSize(HeadLimits.HELD)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
  }

  @Override
  public void hold() {
    held = true;
  }

  @Override
  public void resume() {
    held = false;
    if (!reading && own != null && internalBuffer().isReadable()) {
      own.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
      own.pipeline().fireChannelReadComplete();
    }
  }

  @Override
  public void discard() {
    state = State.DISCARDING;
    held = false;
  }

  @Override
  public void readInto(BodyReads.@Nullable Target target) {
    if (own != null) {
      BodyReads.direct(own.channel(), target);
    }
  }

  @Override
  public boolean isStream() {
    return false;
  }

  @Override
  public boolean headBegun() {
    return headBegun;
  }

  @Override
  public ResponseFraming framing(HttpRequest request) {
    return Http1Framing.of(request);
  }

  @Override
  public ResponseFraming malformed() {
    return Http1Framing.NONE;
  }

  @Override
  public void end(Runnable shut) {
    if (own != null) {
      LingeringClose.begin(own.channel(), shut);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    own = ctx;
    boolean outer = reading;
    reading = true;
    try {
      super.channelRead(ctx, message);
    } finally {
      reading = outer;
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (state == State.DISCARDING) {
      in.skipBytes(in.readableBytes());
    } else if (!held) {
      decodeOne(ctx, in, out);
    } else if (in.readableBytes() > HeadLimits.HELD) {
      discard();
      var _ = ctx.close();
    }
  }

  private void decodeOne(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    int from = in.readerIndex();
    int until = in.writerIndex();
    super.decode(ctx, in, out);
    Malformed doubt = doubt(in, from, until, out);
    if (doubt == null) {
      advance(out);
    } else {
      out.forEach(ReferenceCountUtil::release);
      out.clear();
      out.add(doubt);
      discard();
    }
  }

  private @Nullable Malformed doubt(ByteBuf in, int from, int until, List<Object> out) {
    for (int i = 0; i < out.size(); i++) {
      Throwable cause = ((HttpObject) out.get(i)).decoderResult().cause();
      if (cause != null) {
        return headBytes.largeKey(in, from, until) ? Malformed.LARGE_KEY : Malformed.found(cause);
      }
    }
    if (state == State.HEAD) {
      return headBytes.doubt(in, from, in.readerIndex());
    }
    return chunked ? chunkLines.doubt(in, from, out) : null;
  }

  private void advance(List<Object> out) {
    headBegun = state == State.HEAD && out.isEmpty();
    for (int i = 0; i < out.size(); i++) {
      Object decoded = out.get(i);
      if (decoded instanceof LastHttpContent) {
        state = State.HEAD;
        headBytes.begin();
      } else if (decoded instanceof HttpMessage message) {
        state = State.BODY;
        chunked = HttpUtil.isTransferEncodingChunked(message);
        chunkLines.begin();
      }
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("a length beside chunks");
  }
}

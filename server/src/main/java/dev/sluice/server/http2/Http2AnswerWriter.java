package dev.sluice.server.http2;

import dev.sluice.api.answer.HeadWriter;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.ResponseFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import org.jspecify.annotations.Nullable;

/// A writer that frames an answer on a stream of HTTP/2.
final class Http2AnswerWriter extends AnswerWriter {
  /// The largest frame, which every client takes. What of a larger one has left could not be seen.
  private static final int FRAME_MAX = 16 * 1024;

  private static final long UNKNOWN = -1;

  private final Channel stream;
  private StreamFraming framing;

  /// The bytes of the body that are still to come, where its length is known.
  private long left = UNKNOWN;

  private boolean ended;
  private @Nullable CharSequence trailer;
  private CharSequence trailerValue = "";

  Http2AnswerWriter(Channel stream, StreamFraming framing) {
    this.stream = stream;
    this.framing = framing;
  }

  @Override
  public void frame(ResponseFraming other) {
    framing = (StreamFraming) other;
  }

  @Override
  public void goOn() {
    send(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false, 1).status("100")));
    flush();
  }

  @Override
  public HeadWriter head(int status) {
    return new Http2HeadWriter(status);
  }

  @Override
  public boolean takesTrailer(long length) {
    return length < 0 && framing.trailers() && !framing.headOnly();
  }

  @Override
  public void trailer(CharSequence name, String value) {
    trailer = name;
    trailerValue = value;
  }

  @Override
  public void start(HeadWriter head, long length) {
    Http2Headers headers = ((Http2HeadWriter) head).headers();
    if (length >= 0) {
      headers.setLong(HttpHeaderNames.CONTENT_LENGTH, length);
    }
    left = framing.headOnly() ? 0 : length;
    send(new DefaultHttp2HeadersFrame(headers, end(left == 0)));
  }

  @Override
  public void write(ByteBuf bytes) {
    if (!bytes.isReadable() || framing.headOnly() || ended) {
      bytes.release();
      return;
    }
    while (bytes.readableBytes() > FRAME_MAX) {
      part(bytes.readRetainedSlice(FRAME_MAX));
    }
    part(bytes);
  }

  private void part(ByteBuf bytes) {
    if (left >= 0) {
      left -= bytes.readableBytes();
    }
    send(new DefaultHttp2DataFrame(bytes, end(left == 0)));
  }

  /// Whether a frame ends the stream, since the answer is `whole`.
  private boolean end(boolean whole) {
    ended = whole && !framing.malformed();
    return ended;
  }

  @Override
  public void flush() {
    stream.flush();
  }

  @Override
  public void finish() {
    if (left != UNKNOWN && left != 0) {
      breakOff();
    } else if (!ended && !framing.malformed()) {
      ended = true;
      send(last());
    }
    flush();
  }

  private Http2StreamFrame last() {
    CharSequence name = trailer;
    if (name == null) {
      return new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true);
    }
    return new DefaultHttp2HeadersFrame(
        new DefaultHttp2Headers(false, 1).add(name, trailerValue), true);
  }

  @Override
  public boolean reusable() {
    return false;
  }

  @Override
  public void breakOff() {
    send(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
    flush();
    var _ = stream.close();
  }

  private void send(Http2StreamFrame frame) {
    var _ = stream.write(frame, stream.voidPromise());
  }
}

package dev.sluice.server.http;

import dev.sluice.api.answer.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.jspecify.annotations.Nullable;

/// A writer that frames an answer of HTTP/1: by its length where that is known, else in chunks, for
/// HTTP/1.0 by the end of the connection.
final class Http1AnswerWriter extends AnswerWriter {
  /// Up to this size a chunk is copied behind its size line: cheaper than a second buffer on the
  /// wire's way.
  private static final int COPIED_MAX = 512;

  /// Up to this size a whole body is copied behind its head, for the same reason.
  private static final int JOINED_MAX = 2048;

  /// The length of the last chunk without a trailer, in bytes.
  private static final int LAST_USUALLY = 5;

  private static final int CRLF = '\r' << 8 | '\n';

  private enum Framing {
    LENGTH,
    CHUNKS,
    CLOSE
  }

  private final Channel channel;
  private Http1Framing framed;
  private Framing framing = Framing.CLOSE;
  private long left;

  /// Whether the answer ends with its head.
  private boolean bodiless;

  private @Nullable CharSequence trailer;
  private CharSequence trailerValue = "";

  /// The head, held back until its small body can be sent with it.
  private @Nullable ByteBuf head;

  Http1AnswerWriter(Channel channel, Http1Framing framed) {
    this.channel = channel;
    this.framed = framed;
  }

  @Override
  public void frame(ResponseFraming other) {
    framed = (Http1Framing) other;
  }

  @Override
  public void goOn() {
    ByteBuf line = channel.alloc().ioBuffer(32);
    ByteBufUtil.writeAscii(line, "HTTP/1.1 100 Continue\r\n\r\n");
    var _ = channel.writeAndFlush(line, channel.voidPromise());
  }

  @Override
  public HeadWriter head(int status) {
    return new Http1HeadWriter(status);
  }

  @Override
  public boolean takesTrailer(long length) {
    return length < 0 && framed.trailers() && !framed.old() && !framed.headOnly();
  }

  @Override
  public void trailer(CharSequence name, String value) {
    trailer = name;
    trailerValue = value;
  }

  @Override
  public void start(HeadWriter begun, long length) {
    var head = (Http1HeadWriter) begun;
    bodiless = head.isBodiless();
    if (bodiless) {
      framing = Framing.LENGTH;
    } else if (length >= 0) {
      framing = Framing.LENGTH;
      left = framed.headOnly() ? 0 : length;
      head.header(HttpHeaderNames.CONTENT_LENGTH, length);
    } else if (!framed.old()) {
      framing = Framing.CHUNKS;
      head.header(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (!reusable()) {
      head.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (framed.old()) {
      head.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (left > 0 && left <= JOINED_MAX) {
      this.head = head.end(channel.alloc(), (int) left);
    } else {
      send(head.end(channel.alloc(), 0));
    }
  }

  @Override
  public void write(ByteBuf bytes) {
    int size = bytes.readableBytes();
    if (size == 0 || framed.headOnly() || bodiless) {
      bytes.release();
    } else if (framing == Framing.CHUNKS) {
      chunk(bytes, size);
    } else {
      left -= size;
      join(bytes);
    }
  }

  private void join(ByteBuf bytes) {
    ByteBuf waiting = head;
    if (waiting == null) {
      send(bytes);
    } else {
      head = null;
      waiting.writeBytes(bytes);
      bytes.release();
      send(waiting);
    }
  }

  private void chunk(ByteBuf bytes, int size) {
    boolean copied = size <= COPIED_MAX;
    ByteBuf line = channel.alloc().ioBuffer(copied ? size + 16 : 16);
    ByteBufUtil.writeAscii(line, Integer.toHexString(size));
    line.writeShort(CRLF);
    if (copied) {
      line.writeBytes(bytes).writeShort(CRLF);
      bytes.release();
      send(line);
    } else {
      send(line);
      send(bytes);
      send(channel.alloc().ioBuffer(2).writeShort(CRLF));
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void finish() {
    if (framing == Framing.CHUNKS) {
      send(lastChunk());
    }
    if (framing == Framing.LENGTH && left != 0) {
      breakOff();
    }
    channel.flush();
  }

  private ByteBuf lastChunk() {
    ByteBuf end = channel.alloc().ioBuffer(LAST_USUALLY).writeByte('0').writeShort(CRLF);
    CharSequence name = trailer;
    if (name != null) {
      ByteBufUtil.writeAscii(end, name);
      ByteBufUtil.writeAscii(end, ": ");
      ByteBufUtil.writeAscii(end, trailerValue);
      end.writeShort(CRLF);
    }
    return end.writeShort(CRLF);
  }

  @Override
  public boolean reusable() {
    return framed.keepAlive() && framing != Framing.CLOSE;
  }

  @Override
  public void breakOff() {
    if (head != null) {
      head.release();
      head = null;
    }
    if (framing == Framing.CLOSE) {
      reset(channel);
    } else {
      var _ = channel.close();
    }
  }

  private void send(ByteBuf bytes) {
    var _ = channel.write(bytes, channel.voidPromise());
  }
}

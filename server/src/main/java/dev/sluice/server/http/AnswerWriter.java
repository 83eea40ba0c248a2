package dev.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.jspecify.annotations.Nullable;

/// A writer that frames one answer: by its length where that is known, else in chunks, for HTTP/1.0
/// by the end of the connection. An answer that is not finished never looks complete.
///
/// ```text
/// start ──> write* ──> finish       complete
///              └─────> breakOff     visibly not
/// ```
public final class AnswerWriter {
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
  private ResponseFraming responseFraming;
  private Framing framing = Framing.CLOSE;
  private long left;
  private @Nullable CharSequence trailer;
  private CharSequence trailerValue = "";

  /// The head, held back until its small body can be sent with it.
  private @Nullable ByteBuf head;

  public AnswerWriter(Channel channel, ResponseFraming responseFraming) {
    this.channel = channel;
    this.responseFraming = responseFraming;
  }

  /// Frames the answer in another way. Before [#start].
  public void frame(ResponseFraming other) {
    responseFraming = other;
  }

  /// Tells a client that waits for a word to send its body.
  public static void goOn(Channel channel) {
    ByteBuf line = channel.alloc().ioBuffer(32);
    ByteBufUtil.writeAscii(line, "HTTP/1.1 100 Continue\r\n\r\n");
    var _ = channel.writeAndFlush(line, channel.voidPromise());
  }

  /// Begins the head of an answer; [#start] takes it from there.
  public HeadWriter head(int status) {
    return new HeadWriter(status);
  }

  /// Whether a header can stand behind the body: the body comes in chunks, and the client reads
  /// such headers.
  ///
  /// @param length the body's length in bytes, or -1 when it is not known
  public boolean takesTrailer(long length) {
    return length < 0
        && responseFraming.trailers()
        && !responseFraming.old()
        && !responseFraming.headOnly();
  }

  /// Sets the header behind the body, which the head has announced. Before [#finish].
  public void trailer(CharSequence name, String value) {
    trailer = name;
    trailerValue = value;
  }

  /// Sends the head, framing headers added.
  ///
  /// @param length the body's length in bytes, or -1 when it is not known
  public void start(HeadWriter head, long length) {
    if (length >= 0) {
      framing = Framing.LENGTH;
      left = responseFraming.headOnly() ? 0 : length;
      head.header(HttpHeaderNames.CONTENT_LENGTH, length);
    } else if (!responseFraming.old()) {
      framing = Framing.CHUNKS;
      head.header(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    if (!reusable()) {
      head.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (responseFraming.old()) {
      head.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (left > 0 && left <= JOINED_MAX) {
      this.head = head.end(channel.alloc(), (int) left);
    } else {
      send(head.end(channel.alloc(), 0));
    }
  }

  /// Sends a part of the body. Takes ownership.
  public void write(ByteBuf bytes) {
    int size = bytes.readableBytes();
    if (size == 0 || responseFraming.headOnly()) {
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

  /// Sends what was written.
  public void flush() {
    channel.flush();
  }

  /// Ends the body.
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

  /// Whether the connection may serve another request once the answer is finished.
  public boolean reusable() {
    return responseFraming.keepAlive() && framing != Framing.CLOSE;
  }

  /// Ends the connection such that what was sent cannot be taken for a whole answer.
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

  /// Ends a connection by a reset; whatever waits to be sent is dropped.
  public static void reset(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = channel.close();
  }

  private void send(ByteBuf bytes) {
    var _ = channel.write(bytes, channel.voidPromise());
  }
}

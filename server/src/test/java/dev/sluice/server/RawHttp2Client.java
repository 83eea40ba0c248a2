package dev.sluice.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/2 that sends exactly the frames it is told to, good or bad.
final class RawHttp2Client implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int STREAM_CLOSED = 5;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

  /// Connects, and greets with empty settings.
  RawHttp2Client(InetSocketAddress server) throws IOException {
    this(server, true);
  }

  RawHttp2Client(InetSocketAddress server, boolean greets) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    if (greets) {
      greet(new byte[0]);
    }
  }

  /// A frame that has come.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /// The error of a reset or of a GOAWAY.
    int error() {
      return Unpooled.wrappedBuffer(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /// What a GOAWAY says beside its error.
    String why() {
      return text().substring(8);
    }
  }

  /// An answer.
  record Reply(int status, Map<String, String> headers, String body, int reset) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  // What it sends.

  RawHttp2Client greet(byte[] settings) throws IOException {
    bytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    return frame(SETTINGS, 0, 0, settings);
  }

  RawHttp2Client bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawHttp2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
    return bytes(frameBytes(type, flags, stream, payload));
  }

  static byte[] frameBytes(int type, int flags, int stream, byte[] payload) {
    ByteBuf frame = Unpooled.buffer(9 + payload.length);
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    return frame.writeBytes(payload).array();
  }

  /// Four bytes.
  static byte[] number(int value) {
    return Unpooled.buffer(4).writeInt(value).array();
  }

  /// One setting.
  static byte[] setting(int name, int value) {
    return Unpooled.buffer(6).writeShort(name).writeInt(value).array();
  }

  /// A header block of names and values in turn, none of them indexed.
  static byte[] block(String... headers) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < headers.length; i += 2) {
      block.write(0x10);
      string(block, headers[i]);
      string(block, headers[i + 1]);
    }
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int left = bytes.length - 127;
      for (; left >= 128; left >>>= 7) {
        block.write((left & 127) | 128);
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  /// The header block of a call.
  static byte[] callBlock(String... more) {
    var block = new ByteArrayOutputStream();
    block.writeBytes(head("POST", "/v1/chat/completions"));
    block.writeBytes(block("content-type", "application/json"));
    block.writeBytes(block(more));
    return block.toByteArray();
  }

  static byte[] head(String method, String path) {
    return block(":method", method, ":scheme", "http", ":path", path, ":authority", "localhost");
  }

  /// Calls `model` for a chat.
  RawHttp2Client chat(int stream, String model, boolean streamed, String... headers)
      throws IOException {
    byte[] body = RawClient.chatBody(model, streamed).getBytes(StandardCharsets.UTF_8);
    frame(HEADERS, END_HEADERS, stream, callBlock(headers));
    return frame(DATA, END_STREAM, stream, body);
  }

  RawHttp2Client get(int stream, String path) throws IOException {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path));
  }

  // What comes.

  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  /// The next frame of a type; others are dropped.
  Frame next(int type) throws IOException {
    Frame frame = read();
    while (frame.type != type || (type == SETTINGS && frame.flags == ACK)) {
      frame = read();
    }
    return frame;
  }

  /// The next frame of a stream; others are dropped.
  Frame ofStream(int stream) throws IOException {
    Frame frame = read();
    while (frame.stream != stream) {
      frame = read();
    }
    return frame;
  }

  /// The GOAWAY with which the server ends the connection; null if it ended without.
  @Nullable Frame goAway() throws IOException {
    try {
      return next(GOAWAY);
    } catch (EOFException ended) {
      return null;
    }
  }

  /// Reads a whole answer, or up to its reset; frames of other streams are dropped.
  Reply reply(int stream) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    var body = new StringBuilder();
    Frame frame;
    do {
      frame = ofStream(stream);
      if (frame.type == HEADERS) {
        headers(frame).forEach(h -> headers.put(h.getKey().toString(), h.getValue().toString()));
      } else if (frame.type == DATA) {
        body.append(frame.text());
      }
    } while (!frame.ends() && frame.type != RST_STREAM);
    int reset = frame.type == RST_STREAM ? frame.error() : -1;
    int status = Integer.parseInt(headers.getOrDefault(":status", "0"));
    return new Reply(status, headers, body.toString(), reset);
  }

  /// Reads so many whole answers, in whatever order they come.
  ///
  /// @return their statuses by their streams
  Map<Integer, Integer> statuses(int answers) throws IOException {
    Map<Integer, Integer> statuses = new LinkedHashMap<>();
    int ended = 0;
    while (ended < answers) {
      Frame frame = read();
      CharSequence status = frame.type == HEADERS ? headers(frame).status() : null;
      if (status != null) {
        statuses.put(frame.stream, Integer.parseInt(status.toString()));
      }
      ended += frame.stream != 0 && frame.ends() ? 1 : 0;
    }
    return statuses;
  }

  Http2Headers headers(Frame frame) throws IOException {
    try {
      return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
    } catch (Http2Exception bad) {
      throw new IOException(bad);
    }
  }

  /// Whether the server has ended the connection, by an end or a reset; what it still says is
  /// dropped.
  boolean ended() {
    try {
      in.readAllBytes();
      return true;
    } catch (IOException reset) {
      return !(reset instanceof SocketTimeoutException);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

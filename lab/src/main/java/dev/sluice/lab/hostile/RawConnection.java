package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.lab.wire.WireRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A client that sends exactly the bytes that it is told to. Confined to one thread at a time.
public final class RawConnection implements AutoCloseable {
  private static final int BODY_KEPT = 1024 * 1024;
  private static final int PIECE = 64 * 1024;
  private static final int CONNECTS_WITHIN_MILLIS = 5_000;
  private static final int ANSWERS_WITHIN_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  public RawConnection(URI gateway) throws IOException {
    socket.connect(
        new InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECTS_WITHIN_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// How long each byte of an answer may take.
  public RawConnection patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
    return this;
  }

  /// Sends `bytes`. A gateway that closes the connection meanwhile may have answered before.
  public RawConnection write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // The answer tells.
    }
    return this;
  }

  /// Sends `text`, a byte a character.
  public RawConnection write(String text) {
    return write(text.getBytes(ISO_8859_1));
  }

  /// Ends this side of the connection alone.
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /// Breaks the connection with a reset.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Reads one whole answer.
  public RawAnswer answer() {
    try {
      return read();
    } catch (SocketTimeoutException _) {
      return RawAnswer.none(-1);
    } catch (IOException _) {
      return RawAnswer.none(0);
    }
  }

  /// Whether the gateway ends the connection, with nothing more said.
  public boolean ends() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /// Reads so many bytes.
  public byte[] take(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the connection has ended");
    }
    return bytes;
  }

  /// Reads one byte, and drops it.
  public void taste() throws IOException {
    if (in.read() < 0) {
      throw new EOFException("the connection has ended");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private RawAnswer read() throws IOException {
    String status = WireRequest.line(in);
    while (status.startsWith("HTTP/1.1 1")) {
      WireRequest.headers(in);
      status = WireRequest.line(in);
    }
    Map<String, String> headers = WireRequest.headers(in);
    int number = status.length() >= 12 ? Integer.parseInt(status.substring(9, 12)) : 0;
    Body body = new Body();
    boolean complete = body(headers, body);
    return new RawAnswer(number, headers, body.text(), body.length, complete);
  }

  /// @return whether it has come to its end
  private boolean body(Map<String, String> headers, Body body) {
    try {
      if ("chunked".equals(headers.get("transfer-encoding"))) {
        for (int size = chunk(); size > 0; size = chunk()) {
          take(size, body);
          WireRequest.line(in);
        }
      } else {
        long length =
            Optional.ofNullable(headers.get("content-length")).map(Long::parseLong).orElse(0L);
        take(length, body);
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private int chunk() throws IOException {
    int size = Integer.parseInt(WireRequest.line(in), 16);
    if (size == 0) {
      WireRequest.line(in);
    }
    return size;
  }

  private void take(long size, Body body) throws IOException {
    byte[] part = new byte[PIECE];
    for (long left = size; left > 0; ) {
      int read = in.read(part, 0, (int) Math.min(left, part.length));
      if (read < 0) {
        throw new EOFException(left + " bytes of the body are missing");
      }
      body.add(part, read);
      left -= read;
    }
  }

  /// The beginning of a body, and how long it is.
  private static final class Body {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long length;

    void add(byte[] part, int size) {
      kept.write(part, 0, Math.min(size, BODY_KEPT - kept.size()));
      length += size;
    }

    String text() {
      return kept.toString(UTF_8);
    }
  }
}

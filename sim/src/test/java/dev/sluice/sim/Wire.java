package dev.sluice.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A client that sees bytes and how a connection ends, and nothing else.
final class Wire implements AutoCloseable {
  private static final int LONG_MS = 20_000;
  private static final int SHORT_MS = 100;

  private final Socket socket;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private String end = "";

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setTcpNoDelay(true);
  }

  /// Posts a call and asks for the connection to be closed after it.
  Wire post(String path, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: x\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    head.append("connection: close\r\ncontent-length: ").append(length).append("\r\n\r\n");
    return send(head + body);
  }

  Wire send(String raw) throws IOException {
    socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Reads to the end of the connection.
  Wire toEnd() throws IOException {
    while (end.isEmpty()) {
      read(LONG_MS);
    }
    return this;
  }

  /// Reads until a text has come (or the connection has ended, which is an error).
  Wire until(String text) throws IOException {
    while (!text().contains(text)) {
      if (!end.isEmpty()) {
        throw new AssertionError("ended by " + end + " after: " + text());
      }
      read(LONG_MS);
    }
    return this;
  }

  /// Reads what comes next.
  Wire more() throws IOException {
    read(LONG_MS);
    return this;
  }

  /// Whether nothing more comes, and the connection is still open.
  boolean isSilent() throws IOException {
    int before = seen.size();
    read(SHORT_MS);
    return seen.size() == before && end.isEmpty();
  }

  /// All that has come, a char for each byte.
  String text() {
    return seen.toString(StandardCharsets.ISO_8859_1);
  }

  /// What follows the head.
  String body() {
    String text = text();
    int head = text.indexOf("\r\n\r\n");
    return head < 0 ? "" : text.substring(head + 4);
  }

  /// `FIN`, `RST`, or empty while it is open.
  String end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void read(int timeoutMs) throws IOException {
    socket.setSoTimeout(timeoutMs);
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    try {
      int count = in.read(buffer);
      if (count < 0) {
        end = "FIN";
      } else {
        seen.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      if (timeoutMs == LONG_MS) {
        throw e;
      }
    } catch (SocketException e) {
      end = "RST";
    }
  }
}

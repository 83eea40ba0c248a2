package dev.sluice.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends exactly the bytes it is told to.
final class RawClient implements AutoCloseable {
  final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress server) throws IOException {
    this(new Socket(server.getAddress(), server.getPort()));
  }

  /// A client over a socket that is connected.
  RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Sends `text`, a byte a character.
  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Sends a call with this body.
  RawClient post(String path, String body, String... headers) throws IOException {
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    head.append("Content-Type: application/json\r\nContent-Length: ");
    head.append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    send(head.append("\r\n").toString());
    socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Calls `model` for a chat.
  RawClient chat(String model, boolean stream, String... headers) throws IOException {
    return post("/v1/chat/completions", chatBody(model, stream), headers);
  }

  static String chatBody(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model, stream);
  }

  RawClient get(String path, String... headers) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      send(header + "\r\n");
    }
    return send("\r\n");
  }

  /// An answer.
  record Reply(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// Reads a whole answer.
  Reply reply() throws IOException {
    Reply head = head();
    if (head.header("transfer-encoding").equals("chunked")) {
      var body = new StringBuilder();
      for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
        body.append(chunk);
      }
      return new Reply(head.status, head.headers, body.toString());
    }
    String length = head.header("content-length");
    byte[] body = length.isEmpty() ? in.readAllBytes() : read(Integer.parseInt(length));
    return new Reply(head.status, head.headers, new String(body, StandardCharsets.UTF_8));
  }

  /// Reads the head of an answer.
  Reply head() throws IOException {
    String status = line();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
  }

  /// Reads a chunk; empty for the last one.
  String chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    String chunk = new String(read(size), StandardCharsets.UTF_8);
    line();
    return chunk;
  }

  /// Whatever comes until the server ends the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Whether something has come that was not read yet.
  boolean hears() throws IOException {
    return in.available() > 0;
  }

  /// Whether the server has ended the connection, by an end or a reset, with nothing more said.
  boolean ended() {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /// Reads so many bytes, of whatever they are.
  byte[] read(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("only " + bytes.length + " of " + size + " bytes came");
    }
    return bytes;
  }

  void skip(int size) throws IOException {
    in.skipNBytes(size);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("after: " + line);
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

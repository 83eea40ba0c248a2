package dev.sluice.it.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A call over a socket of its own, which sees how its answer ends.
final class RawCall implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;
  private static final int PART = 64 * 1024;

  private final Socket socket;
  private final InputStream in;

  RawCall(InetSocketAddress server) throws IOException {
    this(server, 0);
  }

  /// @param window how much the operating system may take before it is read; 0 for the usual
  RawCall(InetSocketAddress server, int window) throws IOException {
    socket = new Socket();
    if (window > 0) {
      socket.setReceiveBufferSize(window);
    }
    socket.connect(server);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// An answer, as far as it came.
  ///
  /// @param whole whether it ended as its framing demands
  record Reply(int status, Map<String, String> headers, String body, boolean whole) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /// The text of a string in the body; empty if there is none.
    String field(String name) {
      String key = "\"" + name + "\":\"";
      int at = body.lastIndexOf(key) + key.length();
      return body.contains(key) ? body.substring(at, body.indexOf('"', at)) : "";
    }
  }

  /// A chat's body.
  static String chat(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        .formatted(model, stream);
  }

  /// @param headers further ones, each a line
  RawCall post(String path, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String head =
        "POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n"
            .formatted(path, more, bytes.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawCall postChat(String model, boolean stream) throws IOException {
    return post("/v1/chat/completions", chat(model, stream));
  }

  /// A chat that its client has sent so many times before.
  RawCall repeatedChat(String model, int times) throws IOException {
    String header = "x-stainless-retry-count: " + times;
    return post("/v1/chat/completions", chat(model, false), header);
  }

  /// @param headers further ones, each a line
  RawCall get(String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String head = "GET %s HTTP/1.1\r\nhost: localhost\r\n%s\r\n".formatted(path, more);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /// Where a request is written that no method here makes.
  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /// Reads the answer to its end, whatever its end.
  Reply reply() throws IOException {
    Reply head = head();
    var body = new ByteArrayOutputStream();
    boolean whole;
    try {
      whole = readBody(head, body);
    } catch (EOFException | SocketException broken) {
      whole = false;
    }
    return new Reply(head.status, head.headers, body.toString(StandardCharsets.UTF_8), whole);
  }

  /// Reads the head alone.
  Reply head() throws IOException {
    String status = line();
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "", false);
  }

  /// Reads the next chunk of a chunked body; none at its end.
  byte[] chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    byte[] chunk = in.readNBytes(size);
    if (chunk.length < size) {
      throw new EOFException("in a chunk");
    }
    line();
    return chunk;
  }

  private boolean readBody(Reply head, ByteArrayOutputStream body) throws IOException {
    if (head.header("transfer-encoding").equals("chunked")) {
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.write(chunk);
      }
      return true;
    }
    int left = Integer.parseInt(head.header("content-length"));
    byte[] part = new byte[PART];
    while (left > 0) {
      int count = in.read(part, 0, Math.min(left, part.length));
      if (count < 0) {
        return false;
      }
      body.write(part, 0, count);
      left -= count;
    }
    return true;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Leaves, with a FIN.
  @Override
  public void close() throws IOException {
    socket.close();
  }
}

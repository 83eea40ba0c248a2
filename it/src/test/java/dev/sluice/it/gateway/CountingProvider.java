package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A provider that counts the bytes of bodies, keeps none of them, and answers each with a picture;
/// what has no body, such as the question for its models, is not counted.
final class CountingProvider implements AutoCloseable {
  private static final String ANSWER = "{\"created\":1,\"data\":[{\"b64_json\":\"QQ==\"}]}";
  private static final String LENGTH = "content-length:";

  /// How many bytes each body had that has come.
  final BlockingQueue<Long> bodies = new LinkedBlockingQueue<>();

  private final ServerSocket listener;

  CountingProvider() throws IOException {
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      long length = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
          length = Long.parseLong(line.substring(LENGTH.length()).strip());
        }
      }
      in.skipNBytes(length);
      if (length > 0) {
        bodies.add(length);
      }
      String head =
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
      socket.getOutputStream().write((head + ANSWER).getBytes(US_ASCII));
    } catch (IOException left) {
      // The gateway has gone.
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

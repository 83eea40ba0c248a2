package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that answers one call a connection, by a script that sees the socket.
final class RawUpstream implements AutoCloseable {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

  private static final String WHOLE =
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";
  private static final String CHAT =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\"},"
          + "\"finish_reason\":\"stop\"}]}";

  private final AtomicInteger asked = new AtomicInteger();
  private final ServerSocket listener;
  private final Script script;
  private final String head;

  /// What it answers.
  @FunctionalInterface
  interface Script {
    /// Answers one call; the connection ends when it returns.
    ///
    /// @param request the request's body
    void answer(String request, OutputStream out) throws IOException;
  }

  /// @param script writes a stream of events
  RawUpstream(Script script) throws IOException {
    this(HEAD, script);
  }

  /// @param head what each answer begins with; empty where the script writes its head itself
  RawUpstream(String head, Script script) throws IOException {
    this.head = head;
    this.script = script;
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// One that answers each chat whole, once it is given a permit for it.
  static RawUpstream holding(Semaphore permits) throws IOException {
    return new RawUpstream(
        WHOLE,
        (_, out) -> {
          permits.acquireUninterruptibly();
          out.write(CHAT.getBytes(US_ASCII));
        });
  }

  /// How many calls have come.
  int asked() {
    return asked.get();
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
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
      socket.setTcpNoDelay(true);
      String request = request(new BufferedInputStream(socket.getInputStream()));
      if (!request.isEmpty()) {
        asked.incrementAndGet();
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        script.answer(request, socket.getOutputStream());
      }
    } catch (IOException left) {
      // The gateway has gone.
    }
  }

  /// The body of a request with a length; empty where there is none, as in a GET.
  private static String request(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    return new String(in.readNBytes(length), US_ASCII);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }
}

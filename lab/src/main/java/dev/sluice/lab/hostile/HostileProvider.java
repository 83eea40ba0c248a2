package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The provider behind the gateway: answers, or misbehaves, by the name of the model. Has one
/// virtual thread a connection.
final class HostileProvider implements AutoCloseable {
  /// The part of a request's body that is looked at.
  private static final int LOOKED_AT = 8 * 1024;

  private final ServerSocket listener =
      new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final LongAdder open = new LongAdder();
  private final HeldResponses responses = new HeldResponses();

  public HostileProvider() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Returns how often the provider was asked for `model`.
  public long calls(String model) {
    LongAdder count = calls.get(model);
    return count == null ? 0 : count.sum();
  }

  /// Returns how often the provider was asked for a response, or about one.
  public int askedForResponses() {
    return responses.asked();
  }

  /// Returns how many answers are under way.
  long answering() {
    return open.sum();
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
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (answer(in, socket)) {
        // The next request of the connection.
      }
    } catch (IOException _) {
      // The gateway has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether the connection may be used again
  private boolean answer(InputStream in, Socket socket) throws IOException, InterruptedException {
    HostileRequest request = request(in);
    calls.computeIfAbsent(request.model(), _ -> new LongAdder()).increment();
    open.increment();
    try {
      return HeldResponses.isAsked(request)
          ? responses.answer(request, socket.getOutputStream())
          : Misdeeds.answer(request, socket.getOutputStream());
    } finally {
      open.decrement();
    }
  }

  private static HostileRequest request(InputStream in) throws IOException {
    int length = 0;
    String authorization = "";
    String first = line(in);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      } else if (lower.startsWith("authorization:")) {
        authorization = line.substring("authorization:".length()).strip();
      }
    }
    byte[] body = in.readNBytes(Math.min(length, LOOKED_AT));
    in.skipNBytes(length - body.length);
    return HostileRequest.of(new String(body, ISO_8859_1), authorization, first);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }
}

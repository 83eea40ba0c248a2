package dev.sluice.lab.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that does with each request what its script says. One virtual thread a connection.
final class ScriptedProvider implements AutoCloseable {
  private final String model;
  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Script script = (_, writer) -> writer.answer();
  private volatile ServerSocket listener;

  /// The script of a request: what the provider does with it.
  @FunctionalInterface
  interface Script {
    /// Answers a request, or does not.
    ///
    /// @param request its number, from 1, and its body
    void answer(Asked request, FaultyAnswerWriter writer) throws IOException, InterruptedException;
  }

  /// A request.
  ///
  /// @param number how many there have been under this script, itself included
  record Asked(int number, String body) {}

  /// @param model that its answers name
  /// @param port 0 for any that is free
  ScriptedProvider(String model, int port) throws IOException {
    this.model = model;
    this.listener = listen(port);
    this.port = listener.getLocalPort();
  }

  int port() {
    return port;
  }

  /// Returns how many requests have come under this script.
  int asked() {
    return requests.get();
  }

  void play(Script other) {
    script = other;
    requests.set(0);
  }

  /// Makes the provider's port refuse connections from now on; open ones are reset.
  void goDown() throws IOException {
    listener.close();
    connections.forEach(ScriptedProvider::reset);
  }

  void comeBack() throws IOException {
    listener = listen(port);
  }

  @Override
  public void close() throws IOException {
    goDown();
  }

  private ServerSocket listen(int at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 1_000);
    Thread.ofVirtual().start(() -> accept(socket));
    return socket;
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // Its own thread has closed it, and is about to forget it.
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket socket = from.accept();
        connections.add(socket);
        if (from.isClosed()) {
          reset(socket);
        }
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
      while (!socket.isClosed()) {
        String body = body(in);
        if (!body.isEmpty()) {
          script.answer(
              new Asked(requests.incrementAndGet(), body), new FaultyAnswerWriter(socket, model));
        }
      }
    } catch (IOException _) {
      // The gateway has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  private static String body(InputStream in) throws IOException {
    int length = 0;
    boolean chunked = false;
    line(in);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:");
    }
    return new String(chunked ? chunks(in) : in.readNBytes(length), UTF_8);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    int length = Integer.parseInt(line(in), 16);
    while (length > 0) {
      body.write(in.readNBytes(length));
      line(in);
      length = Integer.parseInt(line(in), 16);
    }
    line(in);
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }
}

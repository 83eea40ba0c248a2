package dev.sluice.lab.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.lab.wire.LoopbackServer;
import dev.sluice.lab.wire.WireRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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
  private volatile LoopbackServer server;
  private volatile boolean down;

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
    this.server = new LoopbackServer(port, this::serve);
    this.port = server.port();
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
    down = true;
    server.close();
    connections.forEach(ScriptedProvider::reset);
  }

  void comeBack() throws IOException {
    down = false;
    server = new LoopbackServer(port, this::serve);
  }

  @Override
  public void close() throws IOException {
    goDown();
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // Its own thread has closed it, and is about to forget it.
    }
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    connections.add(socket);
    try {
      if (down) {
        reset(socket);
      }
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        String body = new String(WireRequest.read(in, Integer.MAX_VALUE).body(), UTF_8);
        if (!body.isEmpty()) {
          script.answer(
              new Asked(requests.incrementAndGet(), body), new FaultyAnswerWriter(socket, model));
        }
      }
    } finally {
      connections.remove(socket);
    }
  }
}

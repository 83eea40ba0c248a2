package dev.sluice.lab.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A server on the loopback address that serves each connection on a virtual thread of its own.
public final class LoopbackServer implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final ServerSocket listener = new ServerSocket();
  private final Handler handler;

  /// Serves a connection.
  @FunctionalInterface
  public interface Handler {
    /// Serves `socket`, which is closed when this returns or throws.
    void serve(Socket socket) throws IOException, InterruptedException;
  }

  /// Begins to listen.
  ///
  /// @param port 0 for any that is free
  public LoopbackServer(int port, Handler handler) throws IOException {
    this.handler = handler;
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    Thread.ofVirtual().start(this::accept);
  }

  /// Returns the port that it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  /// Accepts no more connections; those that there are go on.
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
      handler.serve(socket);
    } catch (IOException _) {
      // The peer has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

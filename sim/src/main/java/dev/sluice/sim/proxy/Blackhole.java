package dev.sluice.sim.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A port to which no client can connect, without being refused either: its accept queue is full
/// and never drained, and so the operating system (Linux) drops further connections.
public final class Blackhole implements AutoCloseable {
  private static final int PROBE_MS = 200;
  private static final int MOST = 16;

  private final ServerSocket listener;
  private final List<Socket> queue = new ArrayList<>();

  private Blackhole() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  /// Opens a port that answers to nothing, any that is free.
  ///
  /// @throws IllegalStateException if this system does not drop connections
  public static Blackhole open() {
    try {
      Blackhole hole = new Blackhole();
      hole.fill();
      return hole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : queue) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill() throws IOException {
    while (connects()) {
      if (queue.size() > MOST) {
        close();
        throw new IllegalStateException("the queue of a listener takes any number of connections");
      }
    }
  }

  private boolean connects() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(listener.getLocalSocketAddress(), PROBE_MS);
      queue.add(socket);
      return true;
    } catch (SocketTimeoutException e) {
      socket.close();
      return false;
    }
  }
}

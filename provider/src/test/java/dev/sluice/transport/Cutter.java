package dev.sluice.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands between a client and a server, passes bytes on without looking at them, and can end the
/// client's connection with a plain FIN.
public final class Cutter implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Socket server;
  private volatile Socket client = new Socket();

  private Cutter(int port) throws IOException {
    server = new Socket(InetAddress.getLoopbackAddress(), port);
    Thread.ofVirtual().start(this::connect);
  }

  public static Cutter before(FakeServer server) throws IOException {
    return new Cutter(server.port());
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void cut() throws IOException {
    client.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    client.close();
    server.close();
  }

  private void connect() {
    try {
      client = listener.accept();
      Thread.ofVirtual().start(() -> pass(client, server));
      pass(server, client);
    } catch (IOException e) {
      // Closed before any client came.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them is gone.
    }
  }
}

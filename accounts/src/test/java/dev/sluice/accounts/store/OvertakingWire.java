package dev.sluice.accounts.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Connections to a PostgreSQL server, on which a cancellation overtakes the statement that it is
/// for: a statement that contains a text stays on the wire until the server has had a CancelRequest
/// and has closed its connection.
final class OvertakingWire implements AutoCloseable {
  /// The code of a CancelRequest, behind its length (PostgreSQL, Message Formats).
  private static final int CANCEL_REQUEST = 80877102;

  private final int server;
  private final String held;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /// @param server the port of the server
  OvertakingWire(int server, String held) throws IOException {
    this.server = server;
    this.held = held;
    start(this::accept);
  }

  /// The address of a database, through this.
  String through(String url) {
    return url.replace(":" + server + "/", ":" + listener.getLocalPort() + "/");
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      sockets.add(client);
      start(() -> forward(client));
    }
  }

  private void forward(Socket client) throws IOException, InterruptedException {
    try (client;
        var upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      sockets.add(upstream);
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      byte[] head = in.readNBytes(2 * Integer.BYTES);
      out.write(head);
      if (ByteBuffer.wrap(head).getInt(Integer.BYTES) == CANCEL_REQUEST) {
        out.write(in.readNBytes(2 * Integer.BYTES)); // the process and its secret
        upstream.getInputStream().transferTo(OutputStream.nullOutputStream());
        cancelled.countDown();
        return;
      }
      start(() -> upstream.getInputStream().transferTo(client.getOutputStream()));
      statements(in, out);
    }
  }

  private void statements(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (new String(buffer, 0, read, ISO_8859_1).contains(held)) {
        cancelled.await();
      }
      out.write(buffer, 0, read);
    }
  }

  private static void start(Task task) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                task.run();
              } catch (IOException | InterruptedException _) {
                // The wire was closed.
              }
            });
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @FunctionalInterface
  private interface Task {
    void run() throws IOException, InterruptedException;
  }
}

package dev.sluice.server.warm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// A stand-in for a provider that answers every request at once, with what its path asks for. The
/// path's first part is the kind of [CannedAnswer].
record FakeProvider(ServerSocket listener) implements AutoCloseable {
  static FakeProvider start() throws IOException {
    FakeProvider provider =
        new FakeProvider(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
    thread(provider::accept);
    return provider;
  }

  /// The base URL under which the provider gives this answer.
  URI url(CannedAnswer answer) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/" + answer.path());
  }

  /// Stops accepting connections; open ones end when their peers close them.
  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        thread(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Wire wire = new Wire(socket.getInputStream());
      byte[] answer = CannedAnswer.to(wire.message());
      while (answer.length > 0) {
        socket.getOutputStream().write(answer);
        answer = CannedAnswer.to(wire.message());
      }
    } catch (IOException | UncheckedIOException _) {
      // The warm-up is over.
    }
  }

  private static void thread(Runnable task) {
    Thread.ofPlatform().daemon().name("warm-up-provider").start(task);
  }
}

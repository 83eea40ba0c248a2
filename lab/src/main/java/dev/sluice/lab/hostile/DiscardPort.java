package dev.sluice.lab.hostile;

import dev.sluice.lab.wire.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/// A port that reads everything, drops it, and answers nothing.
final class DiscardPort implements AutoCloseable {
  private final LoopbackServer server =
      new LoopbackServer(
          0, socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));

  DiscardPort() throws IOException {}

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

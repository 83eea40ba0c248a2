package dev.sluice.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port at which nobody listens, and which nobody else can take meanwhile.
public final class ClosedPort implements AutoCloseable {
  private final Socket kept = new Socket();

  public ClosedPort() throws IOException {
    kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public int port() {
    return kept.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    kept.close();
  }
}

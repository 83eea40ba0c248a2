package dev.sluice.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port without a listener, for a program that cannot choose one itself.
public final class FreePort {
  private FreePort() {}

  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

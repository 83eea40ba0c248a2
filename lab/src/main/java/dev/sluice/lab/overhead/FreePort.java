package dev.sluice.lab.overhead;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port without a listener, for a program that cannot choose one itself.
final class FreePort {
  private FreePort() {}

  static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

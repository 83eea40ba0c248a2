package dev.sluice.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Clients that have begun to ask and never end: channels without a thread or a buffer of their
/// own, so that there may be many.
final class SlowSockets implements AutoCloseable {
  private static final long SPARE = 200;

  private final List<SocketChannel> channels = new ArrayList<>();

  /// @param count how many at most: both ends are in this process, and need a descriptor each
  SlowSockets(InetSocketAddress server, int count, String begin) throws IOException {
    long room = Math.min(count, descriptors() / 2 - SPARE);
    for (int i = 0; i < room; i++) {
      channels.add(SocketChannel.open(server));
      send(i, begin);
    }
  }

  int count() {
    return channels.size();
  }

  void send(int client, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
    while (bytes.hasRemaining()) {
      int _ = channels.get(client).write(bytes);
    }
  }

  /// How many descriptors this process may still open.
  private static long descriptors() {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}

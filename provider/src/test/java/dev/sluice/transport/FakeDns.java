package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A name server on 127.0.0.1 that knows what a test tells it, and counts its queries.
public final class FakeDns implements AutoCloseable {
  private static final int NO_ERROR = 0;
  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;
  private static final int TYPE_A = 1;

  private final DatagramSocket socket;
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public FakeDns() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fake-dns").start(this::serve);
  }

  /// `name` has these IPv4 addresses from now on. Names under `broken` fail, names under `silent`
  /// are never answered, others do not exist.
  public FakeDns knows(String name, String... addresses) {
    names.put(name, List.of(addresses));
    return this;
  }

  /// The names asked for, of IPv4 addresses.
  public List<String> asked() {
    return asked;
  }

  public DnsServerAddressStreamProvider provider() {
    return new SingletonDnsServerAddressStreamProvider(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    byte[] bytes = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        answer(packet);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    ByteBuffer query = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    short id = query.getShort();
    query.position(12);
    String name = name(query);
    int type = query.getShort();
    int questionEnd = query.position() + 2;
    if (type == TYPE_A) {
      asked.add(name);
    }
    if (name.endsWith("silent")) {
      return;
    }
    byte[] question = new byte[questionEnd - 12];
    query.position(12).get(question);
    byte[] reply = reply(id, question, type == TYPE_A, name);
    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
  }

  private byte[] reply(short id, byte[] question, boolean v4, String name) throws IOException {
    List<String> found = v4 ? names.getOrDefault(name, List.of()) : List.of();
    int code =
        name.endsWith("broken")
            ? SERVER_FAILURE
            : names.containsKey(name) ? NO_ERROR : NO_SUCH_NAME;
    ByteBuffer out = ByteBuffer.allocate(512);
    out.putShort(id).putShort((short) (0x8180 | code));
    out.putShort((short) 1).putShort((short) found.size()).putShort((short) 0).putShort((short) 0);
    out.put(question);
    for (String address : found) {
      out.putShort((short) 0xc00c).putShort((short) TYPE_A).putShort((short) 1).putInt(60);
      out.putShort((short) 4).put(InetAddress.getByName(address).getAddress());
    }
    byte[] reply = new byte[out.position()];
    out.flip().get(reply);
    return reply;
  }

  private static String name(ByteBuffer query) {
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
    }
    return name.toString();
  }
}

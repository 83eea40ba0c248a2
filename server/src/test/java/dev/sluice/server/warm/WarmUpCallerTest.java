package dev.sluice.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Callers of a server that answers each request, up to so many on a connection.
class WarmUpCallerTest {
  private static final byte[] OK = Wire.bytes("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

  private final List<List<String>> connections = new ArrayList<>();
  private ServerSocket server;
  private Thread serving;
  private volatile int most;

  /// Whether a connection then stays open until the caller ends it.
  private volatile boolean hangs;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    serving = Thread.ofPlatform().start(this::serve);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    serving.join();
  }

  private InetSocketAddress answering(int each) {
    most = each;
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private void serve() {
    while (true) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    var heads = new ArrayList<String>();
    connections.add(heads);
    Wire wire = new Wire(socket.getInputStream());
    for (String head = wire.message(); !head.isEmpty(); head = wire.message()) {
      heads.add(head);
      if (heads.size() > most) {
        if (hangs) {
          wire.message();
        }
        return;
      }
      socket.getOutputStream().write(OK);
    }
  }

  private List<Integer> perConnection() throws Exception {
    close();
    return connections.stream().map(List::size).filter(count -> count > 0).toList();
  }

  @Test
  void every_eight_requests_have_a_connection_of_their_own() throws Exception {
    var left = new AtomicInteger(20);
    WarmUpCaller.ofUsual(answering(100), () -> left.getAndDecrement() > 0).run();
    assertThat(perConnection()).containsExactly(8, 8, 4);
  }

  @Test
  void of_many_connections_one_ends_without_an_answer() throws Exception {
    var left = new AtomicInteger(8 * 33 + 1);
    hangs = true;
    WarmUpCaller.ofUsual(answering(8), () -> left.getAndDecrement() > 0).run();
    List<Integer> requests = perConnection();
    assertThat(requests).hasSize(33);
    assertThat(requests.get(31)).isEqualTo(9);
    assertThat(requests.stream().filter(count -> count == 8)).hasSize(32);
  }

  @Test
  void others_are_sent_once_each_though_connections_end() throws Exception {
    WarmUpCaller.ofOthers(answering(1), () -> true).run();
    assertThat(perConnection()).containsExactly(2, 2, 1);
    List<String> all = connections.stream().flatMap(List::stream).toList();
    assertThat(all.get(0)).contains("\"stream\": false");
    assertThat(all.get(1)).contains("\"stream\": true");
    assertThat(all.get(2)).startsWith("GET /nowhere ");
    assertThat(all.get(3)).endsWith("\r\n\r\n{");
    assertThat(all.get(4)).containsPattern("content-length: 2\\d{5}");
  }

  @Test
  void none_is_sent_when_the_time_is_up() throws Exception {
    WarmUpCaller.ofOthers(answering(100), () -> false).run();
    assertThat(perConnection()).isEmpty();
  }
}

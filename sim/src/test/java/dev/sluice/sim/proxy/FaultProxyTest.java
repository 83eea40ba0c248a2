package dev.sluice.sim.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.testing.Leaks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

  private ServerSocket server;
  private FaultProxy proxy;

  /// Sends back what comes, to its end.
  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, HOST);
    Thread.ofVirtual().start(this::accept);
    proxy = FaultProxy.start(server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void no_buffer_is_lost() {
    Leaks.assertNone();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      // The connection was broken, as some tests want it.
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(HOST, proxy.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  /// Sends, half-closes, and reads to the end.
  private byte[] roundTrip(int count) throws IOException {
    try (Socket socket = connect()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      socket.getOutputStream().write(bytes(count));
                      socket.shutdownOutput();
                    } catch (IOException e) {
                      // The connection was broken.
                    }
                  });
      byte[] all = socket.getInputStream().readAllBytes();
      writer.interrupt();
      return all;
    }
  }

  @Test
  void everything_passes_both_ways_with_its_end() throws IOException {
    assertThat(roundTrip(3_000_000)).isEqualTo(bytes(3_000_000));
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void split_bytes_are_the_same_bytes() throws IOException {
    proxy.behave(new Behaviour(Behaviour.Accept.CONNECT, Way.split(3), Way.split(1)));
    assertThat(roundTrip(2_000)).isEqualTo(bytes(2_000));
  }

  @Test
  void bytes_are_cut_after_so_many_in_either_direction() throws IOException {
    proxy.behave(Behaviour.PASS.toClient(Way.cutAfter(1234)));
    assertThat(roundTrip(5_000)).isEqualTo(Arrays.copyOf(bytes(5_000), 1234));
    proxy.behave(Behaviour.PASS.toServer(Way.cutAfter(100)));
    assertThat(roundTrip(5_000)).isEqualTo(Arrays.copyOf(bytes(5_000), 100));
  }

  @Test
  void connections_are_reset_after_so_many_bytes_in_either_direction() throws IOException {
    proxy.behave(Behaviour.PASS.toClient(Way.resetAfter(1234)));
    assertThat(readUntilReset()).isEqualTo(1234);
    proxy.behave(Behaviour.PASS.toServer(Way.resetAfter(10)));
    assertThat(readUntilReset()).isLessThanOrEqualTo(10);
  }

  private int readUntilReset() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes(5_000));
      InputStream in = socket.getInputStream();
      int count = 0;
      try {
        while (in.read() >= 0) {
          count++;
        }
        throw new AssertionError("a clean end after " + count);
      } catch (SocketException e) {
        return count;
      }
    }
  }

  @Test
  void a_throttle_takes_its_time() throws IOException {
    proxy.behave(Behaviour.PASS.toClient(Way.throttled(10_000)));
    long start = Clock.SYSTEM.nanos();
    assertThat(roundTrip(3_000)).isEqualTo(bytes(3_000));
    assertThat(Duration.ofNanos(Clock.SYSTEM.nanos() - start))
        .isGreaterThan(Duration.ofMillis(250));
  }

  @Test
  void a_delay_takes_its_time_once() throws IOException {
    proxy.behave(Behaviour.PASS.toServer(Way.delayed(Duration.ofMillis(100))));
    long start = Clock.SYSTEM.nanos();
    assertThat(roundTrip(300_000)).isEqualTo(bytes(300_000));
    assertThat(Duration.ofNanos(Clock.SYSTEM.nanos() - start))
        .isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void connections_are_closed_reset_or_ignored_on_accept() throws IOException {
    proxy.behave(Behaviour.CLOSE);
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    proxy.behave(Behaviour.RESET);
    try (Socket socket = connect()) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    proxy.behave(Behaviour.SILENT);
    try (Socket socket = connect()) {
      socket.setSoTimeout(50);
      socket.getOutputStream().write(bytes(100));
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void what_it_does_changes_while_a_connection_is_open() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(7);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
      proxy.behave(Behaviour.PASS.toServer(Way.resetAfter(1)));
      socket.getOutputStream().write(8);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void a_server_that_is_gone_resets_its_clients() throws IOException {
    // It has its port, so that nobody else does, and does not listen.
    try (Socket gone = new Socket()) {
      gone.bind(new InetSocketAddress(HOST, 0));
      try (FaultProxy other = FaultProxy.start(gone.getLocalPort());
          Socket socket = new Socket(HOST, other.port())) {
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void all_connections_can_be_reset_at_once() throws IOException {
    try (Socket socket = connect()) {
      await().until(() -> proxy.accepted() == 1);
      socket.getOutputStream().write(7);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
      proxy.resetAll();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void no_client_connects_to_a_black_hole() throws IOException {
    try (Blackhole hole = Blackhole.open();
        Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(HOST, hole.port()), 50))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}

package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// P14, in a process of its own that may have few descriptors.
class OutOfDescriptorsTest {
  private static final int DESCRIPTORS = 300;

  @Test
  @EnabledOnOs(OS.LINUX)
  void accepting_pauses_and_recovers_and_open_connections_do_not_notice() throws Exception {
    Process process = start();
    List<RawClient> crowd = new ArrayList<>();
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(output.readLine());
      try (var early = connect(port)) {
        assertThat(early.chat("whole", false).reply().status()).isEqualTo(200);
        for (int i = 0; i < DESCRIPTORS; i++) {
          crowd.add(connect(port));
        }
        RawClient last = crowd.getLast();
        last.socket.setSoTimeout(500);
        last.chat("whole", false);
        assertThat(last.ended()).as("nobody accepts it").isTrue();
        assertThat(early.chat("whole", false).reply().status()).isEqualTo(200);
        for (RawClient client : crowd) {
          client.close();
        }
        await().until(() -> accepted(port));
        assertThat(early.chat("whole", false).reply().status()).isEqualTo(200);
      }
    } finally {
      process.destroyForcibly().waitFor();
      for (RawClient client : crowd) {
        client.close();
      }
    }
  }

  private static boolean accepted(int port) {
    try (var client = connect(port)) {
      client.socket.setSoTimeout(1000);
      return client.chat("whole", false).reply().status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static RawClient connect(int port) throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -n "
                + DESCRIPTORS
                + " && exec \"$0\" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -XX:-MaxFDLimit -cp \"$1\" \"$2\"",
            java,
            System.getProperty("java.class.path"),
            Main.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The server on its own.
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      var server = new TestServer();
      warmUp(server.connect());
      System.out.println(server.server.address().getPort());
      Thread.currentThread().join();
    }

    /// Loads what a call needs, also one whose body comes after its head: a class that lies in a
    /// folder needs a descriptor.
    private static void warmUp(RawClient client) throws IOException {
      String body = RawClient.chatBody("whole", false);
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(100);
      assertThat(client.send(body).reply().status()).isEqualTo(200);
    }
  }
}

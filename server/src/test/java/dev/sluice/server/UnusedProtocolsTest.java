package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A server without TLS whose clients may not speak HTTP/2 loads no class of either.
class UnusedProtocolsTest {
  private static final String HTTP_2 = "http2.";
  private static final String[] TLS = {
    " io.netty.handler.ssl.", " javax.net.ssl.SSLEngine ", " dev.sluice.server.tls.TlsHandshake "
  };

  /// One process: what a server has not loaded that speaks HTTP/1.1 alone, one that speaks HTTP/2,
  /// too, loads behind it.
  @Test
  void what_is_off_is_not_loaded() throws Exception {
    String said = said();
    int off = said.indexOf("served 200");
    assertThat(off).as(said).isPositive();
    assertThat(said.substring(0, off))
        .contains(" dev.sluice.server.edge.ClientConnection ")
        .doesNotContain(HTTP_2)
        .doesNotContain(TLS);
    assertThat(said.substring(off + 1)).contains("served 200", "http2.VersionDetector");
  }

  private static String said() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:class+load:stdout",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TwoServers.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /// The program of that process.
  static final class TwoServers {
    private TwoServers() {}

    public static void main(String[] args) throws Exception {
      serve(new TestServer());
      serve(TestServer.h2c(TestServer.LONG));
    }

    /// Serves two requests over HTTP/1.1, and is looked at.
    private static void serve(TestServer started) throws Exception {
      int status;
      try (TestServer server = started;
          RawClient client = server.connect()) {
        status = client.chat("whole", false).reply().status();
        System.out.println(server.server.unsentBytes() + server.server.streams());
        System.out.println(client.get("/v1/models", "Connection: close").reply().status());
      }
      System.out.println("served " + status);
    }
  }
}

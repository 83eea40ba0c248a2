package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A server whose clients may not speak HTTP/2 loads no class of it.
class NoHttp2Test {
  @Test
  void what_is_off_is_not_loaded() throws Exception {
    assertThat(loaded("off")).contains("served 200").doesNotContain("http2.");
    assertThat(loaded("on")).contains("served 200").contains("http2.VersionDetector");
  }

  /// The classes that a process loads which serves one call over HTTP/1.1, and is looked at.
  private static String loaded(String h2c) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:class+load:stdout",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OneCall.class.getName(),
                h2c)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /// The program of that process.
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] args) throws Exception {
      try (var server = args[0].equals("on") ? TestServer.h2c(TestServer.LONG) : new TestServer();
          var client = server.connect()) {
        System.out.println("served " + client.chat("whole", false).reply().status());
        System.out.println(server.server.unsentBytes() + server.server.streams());
      }
    }
  }
}

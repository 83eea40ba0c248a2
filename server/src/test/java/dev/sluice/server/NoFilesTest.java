package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that keeps no files loads no class of them, although it has a store, and is asked for
/// some.
class NoFilesTest {
  private static final String FILES = " dev.sluice.batches.";
  private static final String REQUESTS = " dev.sluice.server.files.";
  private static final String EXCHANGE = " dev.sluice.server.edge.ResourceExchange ";

  @TempDir private Path folder;

  /// One process: what a gateway without files has not loaded, one with files loads behind it.
  @Test
  void what_is_off_is_not_loaded() throws Exception {
    String said = said();
    int off = said.indexOf("asked 404");
    assertThat(off).as(said).isPositive();
    assertThat(said.substring(0, off))
        .contains(" dev.sluice.server.SluiceServer ")
        .doesNotContain(FILES)
        .doesNotContain(REQUESTS)
        .doesNotContain(EXCHANGE);
    assertThat(said.substring(off)).contains("asked 200").contains(FILES, REQUESTS, EXCHANGE);
  }

  private String said() throws Exception {
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
                TwoQuestions.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /// The program of that process.
  static final class TwoQuestions {
    private TwoQuestions() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      try (var off = FilesServer.without(folder.resolve("off"))) {
        ask(off);
      }
      try (var on = new FilesServer(folder.resolve("on"))) {
        ask(on);
      }
    }

    private static void ask(FilesServer server) throws Exception {
      try (var client = new RawClient(server.address())) {
        client.get("/v1/files", "Authorization: Bearer " + FilesServer.RED);
        System.out.println("asked " + client.reply().status());
      }
    }
  }
}

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

  @Test
  void what_is_off_is_not_loaded() throws Exception {
    assertThat(loaded("off"))
        .contains("asked 404")
        .doesNotContain(FILES)
        .doesNotContain(REQUESTS)
        .doesNotContain(EXCHANGE);
    assertThat(loaded("on")).contains("asked 200").contains(FILES, REQUESTS, EXCHANGE);
  }

  private String loaded(String files) throws Exception {
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
                OneQuestion.class.getName(),
                folder.resolve(files).toString(),
                files)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /// The program of that process.
  static final class OneQuestion {
    private OneQuestion() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      try (var server =
              args[1].equals("on") ? new FilesServer(folder) : FilesServer.without(folder);
          var client = new RawClient(server.address())) {
        client.get("/v1/files", "Authorization: Bearer " + FilesServer.RED);
        System.out.println("asked " + client.reply().status());
      }
    }
  }
}
